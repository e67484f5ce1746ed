namespace VaeMlNet;

/// <summary>Predicts numbers by the mean and the standard deviation of their distribution.</summary>
internal sealed class NumberPrediction(VaeColumn column) : ColumnPrediction(column)
{
    private readonly ColumnLikelihood likelihood = ColumnLikelihood.Get(column);

    public override double LogDensity(DecodedRow decoded, OnnxBatch inputs, int input)
    {
        var x = inputs.Input<float>(input, decoded.Row);
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += float.IsNaN(x[i]) ? 0 : likelihood.LogDensity(new DecodedNumber(Column, decoded, i), x[i]);
        }

        return sum;
    }

    protected override bool IsMissing(OnnxBatch inputs, int input, int row, int slot)
    {
        var x = inputs.Input<float>(input, row)[slot];
        return float.IsNaN(x) || x == GraphTensors.KnownMissing;
    }

    public override void WriteFilled(DecodedRow decoded, OnnxBatch inputs, int input, TypedRows values, int index)
    {
        var x = inputs.Input<float>(input, decoded.Row);
        var filled = values.Row<float>(index, decoded.Row);
        for (var i = 0; i < x.Length; i++)
        {
            filled[i] =
                !float.IsNaN(x[i]) ? x[i]
                : Column.Bins is { } bins ? bins[i].ToPossible(new DecodedNumber(Column, decoded, i).Mean)
                : (float)new DecodedNumber(Column, decoded, i).Mean;
        }
    }

    public override void WriteUncertainty(DecodedRow decoded, OnnxBatch inputs, int input, TypedRows values, int index)
    {
        var x = inputs.Input<float>(input, decoded.Row);
        var uncertainty = values.Row<float>(index, decoded.Row);
        for (var i = 0; i < x.Length; i++)
        {
            uncertainty[i] = float.IsNaN(x[i])
                ? (float)Math.Sqrt(likelihood.Variance!(new DecodedNumber(Column, decoded, i)))
                : float.NaN;
        }
    }
}
