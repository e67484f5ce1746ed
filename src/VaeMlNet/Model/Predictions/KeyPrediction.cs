namespace VaeMlNet;

/// <summary>Predicts keys, which count from 1, by the most probable one.</summary>
/// <remarks>The sums are those of the probabilities.</remarks>
internal sealed class KeyPrediction(VaeColumn column) : ColumnPrediction(column)
{
    public override int SumCount => Column.KeyCount!.Value;

    public override double LogDensity(DecodedRow decoded, OnnxBatch inputs, int input)
    {
        var key = inputs.Input<uint>(input, decoded.Row)[0];
        return IsObserved(key) ? Log(decoded[0][(int)key - 1]) : 0;
    }

    protected override bool IsMissing(OnnxBatch inputs, int input, int row, int slot) =>
        inputs.Input<uint>(input, row)[0] is 0 or GraphTensors.KnownMissingKey;

    public override void Add(DecodedRow decoded, double weight, Span<double> sums)
    {
        var probabilities = decoded[0];
        for (var k = 0; k < sums.Length; k++)
        {
            sums[k] += weight * probabilities[k];
        }
    }

    public override void WriteFilled(
        ReadOnlySpan<double> sums,
        OnnxBatch inputs,
        int input,
        int row,
        TypedRows values,
        int index
    )
    {
        var key = inputs.Input<uint>(input, row)[0];
        values.Row<uint>(index, row)[0] = IsObserved(key) ? key : (uint)KeyDraw.MostProbable(sums) + 1;
    }

    public override void WriteUncertainty(
        ReadOnlySpan<double> sums,
        OnnxBatch inputs,
        int input,
        int row,
        TypedRows values,
        int index
    ) =>
        values.Row<float>(index, row)[0] = IsObserved(inputs.Input<uint>(input, row)[0])
            ? float.NaN
            : (float)Math.Clamp(1 - sums[KeyDraw.MostProbable(sums)], 0, 1);

    private bool IsObserved(uint key) => key >= 1 && key <= Column.KeyCount;
}
