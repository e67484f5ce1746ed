namespace VaeMlNet;

/// <summary>Writes values of some columns from the outputs of decoder.onnx.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class TableDraws
{
    private readonly (ColumnDraw Column, int FirstParameter)[] columns;

    public TableDraws(IEnumerable<ColumnDraw> draws)
    {
        List<GraphTensor> parameters = [];
        List<(ColumnDraw, int)> placed = [];
        foreach (var column in draws)
        {
            placed.Add((column, parameters.Count));
            parameters.AddRange(column.Parameters);
        }

        columns = [.. placed];
        Parameters = parameters;
    }

    /// <summary>Gets the outputs of the decoder that the values need, in the order of a run's outputs.</summary>
    public IReadOnlyList<GraphTensor> Parameters { get; }

    /// <summary>Gets the element type and the width of each column's values.</summary>
    public IEnumerable<GraphTensor> Values => columns.Select(c => c.Column.Value);

    /// <summary>Gets the writer of a column.</summary>
    public ColumnDraw this[int column] => columns[column].Column;

    /// <summary>Creates the writers of a model's columns, in the manifest's order.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="clamps">True to clamp numbers to the range of the training data.</param>
    public static ColumnDraw[] ColumnsOf(VaeManifest manifest, bool clamps)
    {
        var slot = 0;
        return
        [
            .. manifest.InputColumns.Select(column =>
            {
                var first = slot;
                slot += column.Width;
                return Create(column, first, clamps);
            }),
        ];
    }

    /// <summary>Returns the outputs of a row for a column.</summary>
    /// <param name="decoder">The batch, whose outputs are <see cref="Parameters"/>.</param>
    /// <param name="row">The place of the row in the batch.</param>
    /// <param name="column">The index of the column.</param>
    public DecodedRow Decoded(OnnxBatch decoder, int row, int column) =>
        new(decoder, row, columns[column].FirstParameter);

    /// <summary>Writes the values of a row. The decoder must have run on the row.</summary>
    /// <param name="decoder">The batch, whose outputs are <see cref="Parameters"/>.</param>
    /// <param name="row">The place of the row in the batch.</param>
    /// <param name="random">The random numbers of the row; null to write the values that the means stand for.</param>
    /// <param name="values">The destination of the values, at the same index.</param>
    public void Write(OnnxBatch decoder, int row, RowRandom? random, TypedRows values)
    {
        for (var column = 0; column < columns.Length; column++)
        {
            this[column].Write(Decoded(decoder, row, column), random, values, column);
        }
    }

    /// <summary>Writes a sample of one slot of a column of a row.</summary>
    /// <param name="decoder">The batch, whose outputs are <see cref="Parameters"/>.</param>
    /// <param name="row">The place of the row in the batch.</param>
    /// <param name="random">The random numbers of the row.</param>
    /// <param name="values">The destination of the values, at the same index.</param>
    /// <param name="column">The index of the column.</param>
    /// <param name="slot">The slot of the column.</param>
    /// <param name="mean">The imputer's value of a number, around which it is drawn; null to sample from p(x|z).</param>
    public void WriteSlot(
        OnnxBatch decoder,
        int row,
        RowRandom random,
        TypedRows values,
        int column,
        int slot,
        float? mean
    ) => this[column].WriteSlot(Decoded(decoder, row, column), random, values, column, slot, mean);

    private static ColumnDraw Create(VaeColumn column, int firstSlot, bool clamps) =>
        column.Type switch
        {
            VaeColumn.KeyType => new KeyDraw(column, firstSlot),
            VaeColumn.BooleanType => new BooleanDraw(column, firstSlot),
            _ when column.IsUnchanged => new UnchangedDraw(column),
            _ => new NumberDraw(column, firstSlot, clamps),
        };
}
