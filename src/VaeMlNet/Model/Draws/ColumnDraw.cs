namespace VaeMlNet;

/// <summary>Draws a column's values from p(x|z), which the outputs of decoder.onnx describe.</summary>
/// <remarks>Immutable, hence thread-safe.</remarks>
/// <param name="column">The column of a table model.</param>
/// <param name="firstSlot">Number of the column's first slot, which its random numbers belong to.</param>
internal abstract class ColumnDraw(VaeColumn column, int firstSlot)
{
    /// <summary>Outputs of the decoder that the values need.</summary>
    public IReadOnlyList<GraphTensor> Parameters { get; } = GraphTensors.ColumnParameters(column);

    /// <summary>The values: their element type and width.</summary>
    public GraphTensor Value { get; } = GraphTensors.Input(column);

    protected VaeColumn Column => column;

    protected int FirstSlot => firstSlot;

    /// <summary>Writes the column's values of a row.</summary>
    /// <param name="decoded">The outputs of the decoder.</param>
    /// <param name="random">The row's random numbers, or null for the values that the means stand for.</param>
    /// <param name="values">The destination of the values.</param>
    /// <param name="index">The index of the column among the tensors of the destination.</param>
    public abstract void Write(DecodedRow decoded, RowRandom? random, TypedRows values, int index);
}
