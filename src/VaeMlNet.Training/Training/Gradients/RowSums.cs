namespace VaeMlNet;

/// <summary>What a step tells of its rows.</summary>
/// <param name="Reconstruction">-log p(x|z) in nats, summed over rows by their weights.</param>
/// <param name="Kl">KL(q(z|x) || p(z)) in nats, likewise.</param>
/// <param name="Weight">The sum of the rows' weights.</param>
/// <param name="LargestFeature">The largest |x|.</param>
internal readonly record struct RowSums(double Reconstruction, double Kl, double Weight, float LargestFeature)
{
    /// <summary>Of the rows of both.</summary>
    public static RowSums operator +(RowSums a, RowSums b) =>
        new(
            a.Reconstruction + b.Reconstruction,
            a.Kl + b.Kl,
            a.Weight + b.Weight,
            Math.Max(a.LargestFeature, b.LargestFeature)
        );
}
