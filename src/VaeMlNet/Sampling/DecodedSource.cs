namespace VaeMlNet;

/// <summary>Rows that are decoded from one latent each: the decoder, the latents, and the columns. Immutable.</summary>
internal sealed class DecodedSource : SampleSource
{
    private const string Operation = "VaeSample";

    /// <param name="model">The model.</param>
    /// <param name="latents">The latents to decode.</param>
    /// <param name="options">The columns, the kind of values and the batch size.</param>
    /// <param name="seed">The seed of the rows; null if the caller passed the latents.</param>
    public DecodedSource(VaeModel model, LatentRows latents, VaeSampleOptions options, int? seed)
    {
        var manifest = model.Manifest;
        Decoder = model.DecoderLease;
        Latents = latents;
        LatentTensor = GraphTensors.Latent(manifest);
        ConditionTensors = [.. manifest.ConditionColumns.Select(GraphTensors.Input)];
        Conditions = FindConditions(model, latents.Count, options, seed ?? 0);
        Content = new(model, options, seed);
        Columns = Content.Columns;
        if (options.LatentColumnName is { } latentName)
        {
            ArgumentException.ThrowIfNullOrEmpty(latentName, nameof(options.LatentColumnName));
            Columns = Columns.Any(c => c.Name == latentName)
                ? throw StepErrors.SameName(Operation, latentName)
                : [.. Columns, new VectorOutput(latentName, LatentTensor)];
        }

        var largest = OnnxBatch.LargestCapacity([LatentTensor, .. ConditionTensors], Content.Tensors);
        BatchSize =
            options.BatchSize >= 1 && options.BatchSize <= largest
                ? options.BatchSize
                : throw StepErrors.BatchSize(Operation, options.BatchSize, largest);
    }

    /// <summary>Gets the session of the decoder. The model owns it.</summary>
    public SessionLease Decoder { get; }

    public LatentRows Latents { get; }

    public GraphTensor LatentTensor { get; }

    /// <summary>Gets the conditions of the rows; null for a model without conditions.</summary>
    public ConditionRows? Conditions { get; }

    /// <summary>Gets the inputs of the decoder for the conditions.</summary>
    public IReadOnlyList<GraphTensor> ConditionTensors { get; }

    /// <summary>Gets the columns of the decoded rows.</summary>
    public DecodedContent Content { get; }

    /// <summary>Gets the columns of the decoded rows, and the column of latents if it is requested.</summary>
    public override IReadOnlyList<OutputColumn> Columns { get; }

    public override int BatchSize { get; }

    public override long Count => Latents.Count;

    public override SampleBatch CreateBatch(int[] columns, int capacity) =>
        Content.CreateBatch(this, columns, capacity);

    private static ConditionRows? FindConditions(VaeModel model, long count, VaeSampleOptions options, int seed)
    {
        var isFiltered = options.Conditions.Count + options.Constraints.Count > 0;
        if (isFiltered && model.Manifest.Conditions is null)
        {
            throw SampleErrors.FilterOfOtherRows();
        }

        var filter = new RowFilter(model, options, givesCells: false);
        return filter.AcceptsAll
            ? ConditionRows.Create(model, options, filter, count, seed)
            : throw SampleErrors.FilterOfExplainedColumns(filter.Describe());
    }

    public override void ThrowIfDisposed() => Decoder.ThrowIfDisposed();
}
