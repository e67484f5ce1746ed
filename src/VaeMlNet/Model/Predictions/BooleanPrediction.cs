namespace VaeMlNet;

/// <summary>Computes the density of Booleans, which are never missing, so that there is nothing to predict.</summary>
internal sealed class BooleanPrediction(VaeColumn column) : ColumnPrediction(column)
{
    public override double LogDensity(DecodedRow decoded, OnnxBatch inputs, int input)
    {
        var probability = decoded[0][0];
        return Log(inputs.Input<bool>(input, decoded.Row)[0] ? probability : 1 - probability);
    }

    protected override bool IsMissing(OnnxBatch inputs, int input, int row, int slot) => false;

    public override void WriteFilled(DecodedRow decoded, OnnxBatch inputs, int input, TypedRows values, int index) =>
        throw NeverMissing();

    public override void WriteUncertainty(
        DecodedRow decoded,
        OnnxBatch inputs,
        int input,
        TypedRows values,
        int index
    ) => throw NeverMissing();

    private static InvalidOperationException NeverMissing() => new("Booleans are never missing.");
}
