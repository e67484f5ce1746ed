namespace VaeMlNet.Baselines;

/// <summary>Scores a row by its Euclidean distance to the fifth nearest training row.</summary>
/// <remarks>
/// With fewer than five training rows, the farthest of them counts. The time of a score grows with the number of training rows.
/// Source: Ramaswamy, Rastogi &amp; Shim 2000. Thread safety: immutable.
/// </remarks>
internal sealed class NeighborDistanceBaseline : AnomalyBaseline
{
    private const int NeighborCount = 5;

    /// <inheritdoc />
    public override string Name => "knn";

    /// <inheritdoc />
    public override string Description =>
        "the distance to the fifth nearest training row (Ramaswamy, Rastogi & Shim 2000)";

    /// <inheritdoc />
    public override Func<double[], double> Fit(
        double[][] training,
        int seed,
        CancellationToken cancellationToken = default
    ) => row => Math.Sqrt(FifthSmallest(training, row));

    private static double FifthSmallest(double[][] training, double[] row)
    {
        // Ascending. A heap costs more for so few numbers.
        Span<double> nearest = stackalloc double[NeighborCount];
        nearest.Fill(double.PositiveInfinity);
        foreach (var other in training)
        {
            var distance = SquaredDistance(other, row, nearest[^1]);
            var place = NeighborCount - 1;
            if (distance >= nearest[place])
            {
                continue;
            }

            for (; place > 0 && nearest[place - 1] > distance; place--)
            {
                nearest[place] = nearest[place - 1];
            }

            nearest[place] = distance;
        }

        return nearest[Math.Min(NeighborCount, training.Length) - 1];
    }

    /// <summary>Returns the squared distance, or any larger number than <paramref name="limit"/> if it is at least the limit.</summary>
    private static double SquaredDistance(double[] a, double[] b, double limit)
    {
        double sum = 0;
        for (var i = 0; i < a.Length && sum < limit; i++)
        {
            var difference = a[i] - b[i];
            sum += difference * difference;
        }

        return sum;
    }
}
