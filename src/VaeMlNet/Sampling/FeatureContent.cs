namespace VaeMlNet;

/// <summary>The content of sampled rows for a model of one feature column: the unchanged output of the decoder.</summary>
internal sealed class FeatureContent : SampleContent
{
    private const string DefaultColumnName = "Features";

    public FeatureContent(VaeModel model, VaeSampleOptions options)
    {
        var manifest = model.Manifest;
        var name = options.OutputColumnName ?? (manifest.Columns is [VaeColumn only] ? only.Name : DefaultColumnName);
        ArgumentException.ThrowIfNullOrEmpty(name, nameof(options.OutputColumnName));
        var reconstruction = GraphTensors.DecoderOutputs(manifest)[0];
        Tensors = [reconstruction];
        Columns =
        [
            new VectorOutput(name, reconstruction),
            .. manifest.ConditionColumns.Select(condition =>
                TableContent.Column(condition.Name, condition, GraphTensors.Input(condition))
            ),
        ];
        if (Columns.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw StepErrors.SameName("VaeSample", twice.Key);
        }
    }

    public override IReadOnlyList<OutputColumn> Columns { get; }

    public override IReadOnlyList<GraphTensor> Tensors { get; }

    public override SampleBatch CreateBatch(DecodedSource source, int[] columns, int capacity) =>
        new FeatureBatch(source, Tensors, capacity);

    private sealed class FeatureBatch(DecodedSource source, IReadOnlyList<GraphTensor> tensors, int capacity)
        : DecodedBatch(source, tensors, capacity)
    {
        public override RowValues Values(int column, int row) =>
            column == 0 ? Decoder.Output(0, row) : ConditionValues(column - 1, row);
    }
}
