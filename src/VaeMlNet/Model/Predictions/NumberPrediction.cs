namespace VaeMlNet;

/// <summary>Predicts numbers by the mean and the standard deviation of their distribution.</summary>
/// <remarks>The sums are those of the means and of the second moments, for each slot.</remarks>
internal sealed class NumberPrediction(VaeColumn column) : ColumnPrediction(column)
{
    private readonly ColumnLikelihood likelihood = ColumnLikelihood.Get(column);

    public override int SumCount => 2 * Column.Width;

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

    public override void Add(DecodedRow decoded, double weight, Span<double> sums)
    {
        for (var i = 0; i < Column.Width; i++)
        {
            var number = new DecodedNumber(Column, decoded, i);
            sums[2 * i] += weight * number.Mean;
            sums[(2 * i) + 1] += weight * (likelihood.Variance!(number) + (number.Mean * number.Mean));
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
        var x = inputs.Input<float>(input, row);
        var filled = values.Row<float>(index, row);
        for (var i = 0; i < x.Length; i++)
        {
            filled[i] =
                !float.IsNaN(x[i]) ? x[i]
                : Column.Bins is { } bins ? bins[i].ToPossible(sums[2 * i])
                : (float)sums[2 * i];
        }
    }

    public override void WriteUncertainty(
        ReadOnlySpan<double> sums,
        OnnxBatch inputs,
        int input,
        int row,
        TypedRows values,
        int index
    )
    {
        var x = inputs.Input<float>(input, row);
        var uncertainty = values.Row<float>(index, row);
        for (var i = 0; i < x.Length; i++)
        {
            var variance = sums[(2 * i) + 1] - (sums[2 * i] * sums[2 * i]);
            uncertainty[i] = float.IsNaN(x[i]) ? (float)Math.Sqrt(Math.Max(0, variance)) : float.NaN;
        }
    }
}
