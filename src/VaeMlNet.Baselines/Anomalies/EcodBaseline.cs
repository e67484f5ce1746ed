namespace VaeMlNet.Baselines;

/// <summary>
/// Empirical cumulative distribution-based outlier detection (ECOD). It adds up, over the features, how small the tail probability of the
/// row's value is, on the left, on the right, or on the side to which the feature is skewed, whichever is the smallest.
/// </summary>
/// <remarks>
/// The sum of the largest terms is that of the PyOD library. The tail probabilities are those of the training rows together with the
/// scored row alone, so that a score does not depend on the other rows. Source: Li et al. 2022. Thread safety: immutable.
/// </remarks>
internal sealed class EcodBaseline : AnomalyBaseline
{
    /// <inheritdoc />
    public override string Name => "ecod";

    /// <inheritdoc />
    public override string Description => "the tail probabilities of each feature, as PyOD's ECOD (Li et al. 2022)";

    /// <inheritdoc />
    public override Func<double[], double> Fit(
        double[][] training,
        int seed,
        CancellationToken cancellationToken = default
    )
    {
        Feature[] features =
        [
            .. training[0].Select((_, i) => Feature.Learn(Array.ConvertAll(training, row => row[i]))),
        ];
        cancellationToken.ThrowIfCancellationRequested();
        return row => features.Select((feature, i) => feature.Score(row[i])).Sum();
    }

    /// <summary>The empirical distribution of a feature.</summary>
    /// <param name="Sorted">The training values in ascending order.</param>
    /// <param name="SkewSign">The sign of the skewness.</param>
    private sealed record Feature(double[] Sorted, int SkewSign)
    {
        public static Feature Learn(double[] values)
        {
            var mean = values.Average();
            var third = values.Average(value => Math.Pow(value - mean, 3));
            return new([.. values.Order()], Math.Sign(third));
        }

        public double Score(double value)
        {
            var left = -Math.Log(Share(CountUpTo(value)));
            var right = -Math.Log(Share(Sorted.Length - CountBelow(value)));
            var skewed =
                SkewSign < 0 ? left
                : SkewSign > 0 ? right
                : left + right;
            return Math.Max(skewed, Math.Max(left, right));
        }

        // The scored value itself is on both sides.
        private double Share(int count) => (count + 1.0) / (Sorted.Length + 1);

        private int CountUpTo(double value) => CountWhile(other => other <= value);

        private int CountBelow(double value) => CountWhile(other => other < value);

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
}
