namespace VaeMlNet;

/// <summary>Weighs latents by Booleans, which are never missing, so that there is nothing to predict.</summary>
internal sealed class BooleanPrediction(VaeColumn column) : ColumnPrediction(column)
{
    public override int SumCount => 0;

    public override double LogDensity(DecodedRow decoded, OnnxBatch inputs, int input)
    {
        var probability = decoded[0][0];
        return Log(inputs.Input<bool>(input, decoded.Row)[0] ? probability : 1 - probability);
    }

    protected override bool IsMissing(OnnxBatch inputs, int input, int row, int slot) => false;

    public override void Add(DecodedRow decoded, double weight, Span<double> sums) { }

    public override void WriteFilled(
        ReadOnlySpan<double> sums,
        OnnxBatch inputs,
        int input,
        int row,
        TypedRows values,
        int index
    ) => throw NeverMissing();

    public override void WriteUncertainty(
        ReadOnlySpan<double> sums,
        OnnxBatch inputs,
        int input,
        int row,
        TypedRows values,
        int index
    ) => throw NeverMissing();

    private static InvalidOperationException NeverMissing() => new("Booleans are never missing.");
}
