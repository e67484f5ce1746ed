using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>
/// The columns of decoded rows, except their latents: the columns that the model explains, sampled from p(x|z) or as the values that the means
/// stand for, and its conditions.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class DecodedContent
{
    private readonly ColumnDraw[] draws;
    private readonly int? seed;

    /// <param name="model">The model.</param>
    /// <param name="options">The options, which decide whether numbers are clamped.</param>
    /// <param name="seed">The seed of the rows; null if the caller passed the latents.</param>
    /// <exception cref="ArgumentException">A name is empty or does not fit, or the model cannot sample values.</exception>
    public DecodedContent(VaeModel model, VaeSampleOptions options, int? seed)
    {
        this.seed = IsDrawn(model, options, seed) ? seed : null;
        draws = TableDraws.ColumnsOf(model.Manifest, options.ClampsToTrainingRange);
        Columns = OutputColumns(model, options);
        Tensors = new TableDraws(draws).Parameters;
    }

    public IReadOnlyList<OutputColumn> Columns { get; }

    /// <summary>Gets the outputs of the decoder that all columns together need.</summary>
    public IReadOnlyList<GraphTensor> Tensors { get; }

    /// <summary>Creates a batch that decodes some of the columns. The caller must dispose it.</summary>
    public SampleBatch CreateBatch(DecodedSource source, int[] columns, int capacity)
    {
        int[] decoded = [.. columns.Where(c => c < draws.Length)];
        return new Batch(source, this, decoded, new TableDraws(decoded.Select(c => draws[c])), capacity);
    }

    /// <summary>Returns whether values are sampled rather than means. Features have means only.</summary>
    /// <inheritdoc cref="DecodedContent(VaeModel, VaeSampleOptions, int?)"/>
    public static bool IsDrawn(VaeModel model, VaeSampleOptions options, int? seed) =>
        options.DrawsValues switch
        {
            null => seed is not null && !model.Manifest.HasFeatures,
            false => false,
            true when model.Manifest.HasFeatures => throw SampleErrors.DrawOfFeatures(model.Folder),
            true => seed is not null ? true : throw SampleErrors.DrawWithoutSeed(),
        };

    /// <summary>Returns the columns of the rows that a model samples.</summary>
    public static IReadOnlyList<OutputColumn> OutputColumns(VaeModel model, VaeSampleOptions options)
    {
        var columns = model.Manifest.InputColumns;
        if (options.OutputColumnName is { } name)
        {
            columns = columns is [var only]
                ? [only with { Name = name }]
                : throw SampleErrors.NameOfSeveralColumns(model.Folder, name, columns.Count);
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(options.OutputColumnName));
        }

        OutputColumn[] all = [.. columns.Concat(model.Manifest.ConditionColumns).Select(Column)];
        return all.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { Key: var twice }
            ? throw StepErrors.SameName("VaeSample", twice)
            : all;
    }

    /// <summary>Returns the output of a column, with the type that it has in the training data.</summary>
    private static OutputColumn Column(VaeColumn column) =>
        GraphTensors.Input(column) switch
        {
            { ElementType: TensorElementType.UInt32 } key => new KeyOutput(column.Name, key, column),
            { ElementType: TensorElementType.Bool } boolean => new BooleanOutput(column.Name, boolean),
            var number when column is { Width: 1, SlotNames: null, IsUnchanged: false } => new ScalarOutput(
                column.Name,
                number
            ),
            var numbers => new VectorOutput(column.Name, numbers, slotNames: column.SlotNames),
        };

    private sealed class Batch(
        DecodedSource source,
        DecodedContent content,
        int[] columns,
        TableDraws draws,
        int capacity
    ) : SampleBatch
    {
        private readonly TypedRows values = new(draws.Values, capacity);
        private readonly Dictionary<int, int> places = columns
            .Index()
            .ToDictionary(column => column.Item, column => column.Index);
        private readonly TypedRows conditions = new(source.ConditionTensors, capacity);
        private readonly OnnxBatch decoder = new(
            source.Decoder,
            [source.LatentTensor, .. source.ConditionTensors],
            draws.Parameters,
            capacity
        );

        public override void Compute(long first, int count)
        {
            for (var i = 0; i < count; i++)
            {
                source.Latents.Read(first + i, decoder.Input<float>(0, i));
                source.Conditions?.Write(first + i, conditions, 0, i);
                for (var condition = 0; condition < source.ConditionTensors.Count; condition++)
                {
                    conditions.Row<byte>(condition, i).CopyTo(decoder.Input<byte>(1 + condition, i));
                }
            }

            decoder.Run(count);
            for (var i = 0; i < count; i++)
            {
                RowRandom? random = content.seed is { } seed ? RowRandom.OfCells(seed, (ulong)(first + i)) : null;
                draws.Write(decoder, i, random, values);
            }
        }

        public override RowValues Values(int column, int row) =>
            column < content.draws.Length ? values.Row(places[column], row)
            : column < content.Columns.Count ? conditions.Row(column - content.draws.Length, row)
            : decoder.Input(0, row);

        public override void Dispose() => decoder.Dispose();
    }
}
