namespace VaeMlNet.Baselines;

/// <summary>
/// Empirical cumulative distribution-based outlier detection (ECOD). It adds up, over the features, how small the tail probability of the
/// row's value is, on the left, on the right, or on the side to which the feature is skewed, whichever is the smallest.
/// </summary>
/// <remarks>
/// The sum of the largest terms is that of the PyOD library. The tail probabilities are those of the training rows together with the
/// scored row alone, so that a score does not depend on the other rows. Source: Li et al. 2022. Thread safety: immutable.
/// </remarks>
internal sealed class TailProbabilities(TailProbability[] features) : FittedBaseline
{
    public static AnomalyBaseline Baseline { get; } =
        new(
            "ecod",
            "the tail probabilities of each feature, as PyOD's ECOD (Li et al. 2022)",
            (training, _, cancellationToken) => Fit(training, cancellationToken)
        );

    /// <summary>Gets the distributions of the features.</summary>
    public IReadOnlyList<TailProbability> Features => features;

    public override double[] Contributions(double[] row) => [.. features.Select((feature, i) => feature.Score(row[i]))];

    private static TailProbabilities Fit(double[][] training, CancellationToken cancellationToken)
    {
        TailProbability[] features =
        [
            .. training[0].Select((_, i) => TailProbability.Learn(Array.ConvertAll(training, row => row[i]))),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        return new(features);
    }
}

/// <summary>The empirical distribution of a feature.</summary>
internal sealed record TailProbability(double[] Sorted, int SkewSign)
{
    /// <summary>Learns the distribution.</summary>
    public static TailProbability Learn(double[] values)
    {
        var mean = values.Average();
        var third = values.Average(value => Math.Pow(value - mean, 3));
        return new([.. values.Order()], Math.Sign(third));
    }

    public double Score(double value) => Score(CountUpTo(value), CountBelow(value));

    /// <summary>Returns the score of a value by its place among the training values.</summary>
    /// <param name="upTo">The number of training values that are at most the value.</param>
    /// <param name="below">The number of training values below it.</param>
    public double Score(int upTo, int below)
    {
        var left = -Math.Log(Share(upTo));
        var right = -Math.Log(Share(Sorted.Length - below));
        var skewed =
            SkewSign < 0 ? left
            : SkewSign > 0 ? right
            : left + right;
        return Math.Max(skewed, Math.Max(left, right));
    }

    /// <summary>Returns the number of training values that are at most a value.</summary>
    public int CountUpTo(double value) => CountWhile(other => other <= value);

    /// <summary>Returns the number of training values below a value.</summary>
    public int CountBelow(double value) => CountWhile(other => other < value);

    // The scored value itself is on both sides.
    private double Share(int count) => (count + 1.0) / (Sorted.Length + 1);

    private int CountWhile(Func<double, bool> isBefore)
    {
        var (low, high) = (0, Sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = isBefore(Sorted[middle]) ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
