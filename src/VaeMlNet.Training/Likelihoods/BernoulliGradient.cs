namespace VaeMlNet;

/// <summary>Computes log(1 + exp(l)) - x l for the logit l, with the derivative sigmoid(l) - x.</summary>
internal sealed class BernoulliGradient : ReconstructionGradient
{
    public override void Differentiate(SlotRows rows)
    {
        for (var i = 0; i < rows.Values.Length; )
        {
            for (var row = 0; row < rows.Stride; row++, i++)
            {
                var (x, weight) = (rows.Values[i], rows.WeightAt(i));
                ref var logit = ref rows.Parameters[i];
                var curve = LogisticCurve.At(logit);
                rows.Losses[row] += weight * (curve.Softplus - (x * logit));
                logit = weight * (curve.Sigmoid - x);
            }
        }
    }
}
