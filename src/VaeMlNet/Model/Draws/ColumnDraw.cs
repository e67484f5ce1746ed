namespace VaeMlNet;

/// <summary>Writes the values of a column from the outputs of decoder.onnx, which describe p(x|z): samples or means.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="column">The column.</param>
/// <param name="firstSlot">The number of the column's first slot. It selects the random numbers of the column.</param>
internal abstract class ColumnDraw(VaeColumn column, int firstSlot)
{
    /// <summary>Gets the outputs of the decoder that the values need.</summary>
    public IReadOnlyList<GraphTensor> Parameters { get; protected init; } = GraphTensors.ColumnParameters(column);

    /// <summary>Gets the element type and the width of the values.</summary>
    public GraphTensor Value { get; } = GraphTensors.Input(column);

    protected VaeColumn Column => column;

    /// <summary>Gets the number of the column's first slot among those of all columns.</summary>
    public int FirstSlot => firstSlot;

    /// <summary>Writes the column's values of a row.</summary>
    /// <param name="decoded">The outputs of the decoder.</param>
    /// <param name="random">The random numbers of the row; null to write the values that the means stand for.</param>
    /// <param name="values">The destination of the values.</param>
    /// <param name="index">The index of the column among the tensors of the destination.</param>
    public abstract void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index);

    /// <summary>Writes a sample of one slot of a row.</summary>
    /// <param name="decoded">The outputs of the decoder.</param>
    /// <param name="random">The random numbers of the row.</param>
    /// <param name="values">The destination of the values.</param>
    /// <param name="index">The index of the column among the tensors of the destination.</param>
    /// <param name="slot">The slot of the column. Only columns of numbers have several.</param>
    public virtual void WriteSlot(DecodedRow decoded, RowRandom random, TypedRows values, int index, int slot) =>
        Write(decoded, random, values, index);
}
