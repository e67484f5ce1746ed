using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>
/// The content of sampled rows for a table model: the columns of the training data, sampled from p(x|z), or the values that the
/// means stand for.
/// </summary>
internal sealed class TableContent : SampleContent
{
    private readonly ColumnDraw[] draws;
    private readonly int? seed;

    /// <param name="model">A table model.</param>
    /// <param name="options">The options, which decide whether numbers are clamped.</param>
    /// <param name="seed">The seed; null for means.</param>
    public TableContent(VaeModel model, VaeSampleOptions options, int? seed)
    {
        this.seed = seed;
        var manifest = model.Manifest;
        var columns = manifest.Columns;
        if (options.OutputColumnName is { } name && columns.Count > 1)
        {
            throw SampleErrors.NameOfSeveralColumns(model.Folder, name, columns.Count);
        }

        draws = TableDraws.ColumnsOf(manifest, options.ClampsToTrainingRange);
        Columns = [.. columns.Select((c, i) => Column(options.OutputColumnName ?? c.Name, c, draws[i].Value))];
        foreach (var column in Columns)
        {
            ArgumentException.ThrowIfNullOrEmpty(column.Name, nameof(options.OutputColumnName));
        }

        Tensors = new TableDraws(draws).Parameters;
    }

    public override IReadOnlyList<OutputColumn> Columns { get; }

    public override IReadOnlyList<GraphTensor> Tensors { get; }

    public override SampleBatch CreateBatch(SampleSource source, int[] columns, int capacity) =>
        new TableBatch(source, this, columns, new TableDraws(columns.Select(c => draws[c])), capacity);

    private static OutputColumn Column(string name, VaeColumn column, GraphTensor value) =>
        value.ElementType switch
        {
            TensorElementType.UInt32 => new KeyOutput(name, value, column),
            TensorElementType.Bool => new BooleanOutput(name, value),
            _ when column is { Width: 1, SlotNames: null } => new ScalarOutput(name, value),
            _ => new VectorOutput(name, value, slotNames: column.SlotNames),
        };

    private sealed class TableBatch(
        SampleSource source,
        TableContent content,
        int[] columns,
        TableDraws table,
        int capacity
    ) : SampleBatch(source, table.Parameters, capacity)
    {
        private readonly TypedRows values = new(table.Values, capacity);
        private readonly Dictionary<int, int> places = columns
            .Index()
            .ToDictionary(column => column.Item, column => column.Index);

        public override ReadOnlySpan<T> Values<T>(int column, int row) => values.Row<T>(places[column], row);

        protected override void Decoded(int row, long number) =>
            table.Write(Decoder, row, content.seed is { } seed ? RowRandom.OfCells(seed, (ulong)number) : null, values);
    }
}
