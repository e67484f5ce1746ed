using System.Numerics;

namespace VaeMlNet;

/// <summary>The gradient of <see cref="MarkFormula"/>. The derivative of log p by the logit l is +-(1 - 2 least) sigmoid(l) sigmoid(-l) / p, where p is that of the actual mark.</summary>
internal sealed class MarkGradient(float[] logOdds, float least) : ReconstructionGradient
{
    private readonly float range = 1 - (2 * least);

    public override void Differentiate(SlotRows rows)
    {
        for (var i = 0; i < rows.Values.Length; )
        {
            var odds = new Vector<float>(logOdds[i / rows.Stride]);
            for (var row = 0; row < rows.Stride; row++, i++)
            {
                ref var raw = ref rows.Parameters[i];
                var weight = rows.WeightAt(i);
                var isSet = Vector.GreaterThan(rows.Values[i], Vector<float>.Zero);
                var curve = LogisticCurve.At(raw + odds);
                var probability =
                    (Vector.ConditionalSelect(isSet, curve.Sigmoid, curve.Complement) * range)
                    + new Vector<float>(least);
                rows.Losses[row] -= weight * VectorFunctions.Log(probability);
                var slope = weight * range * curve.Sigmoid * curve.Complement / probability;
                raw = Vector.ConditionalSelect(isSet, -slope, slope);
            }
        }
    }
}
