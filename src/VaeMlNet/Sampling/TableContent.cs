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
    private readonly int columnCount;

    /// <param name="model">A table model.</param>
    /// <param name="options">The options, which decide whether numbers are clamped.</param>
    /// <param name="seed">The seed; null for means.</param>
    public TableContent(VaeModel model, VaeSampleOptions options, int? seed)
    {
        this.seed = seed;
        var manifest = model.Manifest;
        draws = TableDraws.ColumnsOf(manifest, options.ClampsToTrainingRange);
        Columns = OutputColumns(model, options);
        columnCount = manifest.Columns.Count;
        Tensors = new TableDraws(draws).Parameters;
    }

    public override IReadOnlyList<OutputColumn> Columns { get; }

    public override IReadOnlyList<GraphTensor> Tensors { get; }

    public override SampleBatch CreateBatch(DecodedSource source, int[] columns, int capacity)
    {
        int[] decoded = [.. columns.Where(c => c < columnCount)];
        return new TableBatch(source, this, decoded, new TableDraws(decoded.Select(c => draws[c])), capacity);
    }

    /// <summary>Returns the columns of rows that a table model samples.</summary>
    /// <exception cref="ArgumentException">The name of the column is empty, or there are several columns.</exception>
    public static IReadOnlyList<OutputColumn> OutputColumns(VaeModel model, VaeSampleOptions options)
    {
        var columns = model.Manifest.AllColumns;
        if (options.OutputColumnName is { } name && columns.Count > 1)
        {
            throw SampleErrors.NameOfSeveralColumns(model.Folder, name, columns.Count);
        }

        if (options.OutputColumnName is not null)
        {
            ArgumentException.ThrowIfNullOrEmpty(options.OutputColumnName, nameof(options.OutputColumnName));
        }

        return
        [
            .. columns.Select(column =>
                Column(options.OutputColumnName ?? column.Name, column, GraphTensors.Input(column))
            ),
        ];
    }

    /// <summary>Returns the output of a column, with the type that it has in the training data.</summary>
    public static OutputColumn Column(string name, VaeColumn column, GraphTensor value) =>
        value.ElementType switch
        {
            TensorElementType.UInt32 => new KeyOutput(name, value, column),
            TensorElementType.Bool => new BooleanOutput(name, value),
            _ when column is { Width: 1, SlotNames: null } => new ScalarOutput(name, value),
            _ => new VectorOutput(name, value, slotNames: column.SlotNames),
        };

    private sealed class TableBatch(
        DecodedSource source,
        TableContent content,
        int[] columns,
        TableDraws table,
        int capacity
    ) : DecodedBatch(source, table.Parameters, capacity)
    {
        private readonly TypedRows values = new(table.Values, capacity);
        private readonly Dictionary<int, int> places = columns
            .Index()
            .ToDictionary(column => column.Item, column => column.Index);

        public override RowValues Values(int column, int row) =>
            column < content.columnCount
                ? values.Row(places[column], row)
                : ConditionValues(column - content.columnCount, row);

        protected override void Decoded(int row, long number) =>
            table.Write(Decoder, row, content.seed is { } seed ? RowRandom.OfCells(seed, (ulong)number) : null, values);
    }
}
