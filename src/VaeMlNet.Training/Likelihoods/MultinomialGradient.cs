using System.Numerics;

namespace VaeMlNet;

/// <summary>The gradient of <see cref="MultinomialLikelihood"/>: that of one categorical group. The constants are sum of log x! - log n!.</summary>
internal sealed class MultinomialGradient(int inputDim) : ReconstructionGradient
{
    private readonly CategoricalGradient ofLogits = new([inputDim]);
    private Vector<float>[] totals = []; // n

    public override void Differentiate(SlotRows rows)
    {
        totals = totals.Length == rows.Stride ? totals : new Vector<float>[rows.Stride];
        Array.Clear(totals);
        for (var i = 0; i < rows.Values.Length; )
        {
            for (var row = 0; row < rows.Stride; row++, i++)
            {
                var x = rows.Values[i];
                totals[row] += x;
                if (Vector.GreaterThanAny(x, Vector<float>.One)) // log 0! = log 1! = 0
                {
                    rows.Losses[row] += rows.WeightAt(i) * LogFactorials.Of(x);
                }
            }
        }

        for (var row = 0; row < rows.Stride; row++)
        {
            rows.Losses[row] -= rows.WeightAt(row) * LogFactorials.Of(totals[row]);
        }

        ofLogits.Differentiate(rows);
    }
}
