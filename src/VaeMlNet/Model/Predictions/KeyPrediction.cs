namespace VaeMlNet;

/// <summary>Predicts keys, which count from 1, by the most probable one.</summary>
internal sealed class KeyPrediction(VaeColumn column) : ColumnPrediction(column)
{
    public override double LogDensity(DecodedRow decoded, OnnxBatch inputs, int input)
    {
        var key = inputs.Input<uint>(input, decoded.Row)[0];
        return IsObserved(key) ? Log(decoded[0][(int)key - 1]) : 0;
    }

    protected override bool IsMissing(OnnxBatch inputs, int input, int row, int slot) =>
        inputs.Input<uint>(input, row)[0] is 0 or GraphTensors.KnownMissingKey;

    public override void WriteFilled(DecodedRow decoded, OnnxBatch inputs, int input, TypedRows values, int index)
    {
        var key = inputs.Input<uint>(input, decoded.Row)[0];
        values.Row<uint>(index, decoded.Row)[0] = IsObserved(key) ? key : (uint)KeyDraw.MostProbable(decoded[0]) + 1;
    }

    public override void WriteUncertainty(DecodedRow decoded, OnnxBatch inputs, int input, TypedRows values, int index)
    {
        var probabilities = decoded[0];
        values.Row<float>(index, decoded.Row)[0] = IsObserved(inputs.Input<uint>(input, decoded.Row)[0])
            ? float.NaN
            : Math.Clamp(1 - probabilities[KeyDraw.MostProbable(probabilities)], 0, 1);
    }

    private bool IsObserved(uint key) => key >= 1 && key <= Column.KeyCount;
}
