namespace VaeMlNet;

/// <summary>The sums over the rows of a step.</summary>
/// <param name="Reconstruction">-log p(x|z) in nats, the weighted sum over rows.</param>
/// <param name="Kl">KL(q(z|x) || p(z)) in nats, the weighted sum over rows.</param>
/// <param name="Weight">The sum of the row weights.</param>
/// <param name="LargestFeature">The largest |x|.</param>
/// <param name="OtherTerms">What the labels add to reconstruction and KL in nats, the weighted sum over rows.</param>
internal readonly record struct RowSums(
    double Reconstruction,
    double Kl,
    double Weight,
    float LargestFeature,
    double OtherTerms = 0
)
{
    /// <summary>Returns the sums over the rows of both.</summary>
    public static RowSums operator +(RowSums a, RowSums b) =>
        new(
            a.Reconstruction + b.Reconstruction,
            a.Kl + b.Kl,
            a.Weight + b.Weight,
            Math.Max(a.LargestFeature, b.LargestFeature),
            a.OtherTerms + b.OtherTerms
        );
}
