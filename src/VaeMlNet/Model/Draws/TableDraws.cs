namespace VaeMlNet;

/// <summary>Makes values of some columns of a table out of what decoder.onnx gives.</summary>
/// <remarks>Immutable, hence thread-safe.</remarks>
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

    /// <summary>The outputs of the decoder that the values need, in the order in which a run has to give them.</summary>
    public IReadOnlyList<GraphTensor> Parameters { get; }

    /// <summary>The values of each column.</summary>
    public IEnumerable<GraphTensor> Values => columns.Select(c => c.Column.Value);

    /// <summary>The columns of a table model, in the manifest's order.</summary>
    /// <param name="manifest">The manifest of a table model.</param>
    /// <param name="clamps">True to keep numbers within the range of the training data.</param>
    public static ColumnDraw[] ColumnsOf(VaeManifest manifest, bool clamps)
    {
        var slot = 0;
        return
        [
            .. manifest.Columns.Select(column =>
            {
                var first = slot;
                slot += column.Width;
                return Create(column, first, clamps);
            }),
        ];
    }

    /// <summary>Writes the values of a row that the decoder has run on.</summary>
    /// <param name="decoder">The batch, whose outputs are <see cref="Parameters"/>.</param>
    /// <param name="row">The row's place in it.</param>
    /// <param name="random">The row's random numbers, or null for the values that the means stand for.</param>
    /// <param name="values">The destination of the values, at the same index.</param>
    public void Write(OnnxBatch decoder, int row, RowRandom? random, TypedRows values)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            (var column, var first) = columns[i];
            column.Write(new DecodedRow(decoder, row, first), random, values, i);
        }
    }

    private static ColumnDraw Create(VaeColumn column, int firstSlot, bool clamps) =>
        column.Type switch
        {
            VaeColumn.KeyType => new KeyDraw(column, firstSlot),
            VaeColumn.BooleanType => new BooleanDraw(column, firstSlot),
            _ => new NumberDraw(column, firstSlot, clamps),
        };
}
