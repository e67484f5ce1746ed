namespace VaeMlNet.Baselines;

/// <summary>
/// The Euclidean distance to the fifth nearest training row. A feature contributes its share of the squared distance, times the distance.
/// </summary>
/// <remarks>
/// With fewer than five training rows, the farthest of them counts. The time of a score grows with the number of training rows.
/// Source: Ramaswamy, Rastogi &amp; Shim 2000. Thread safety: immutable.
/// </remarks>
internal sealed class NeighborDistance(double[][] training) : FittedBaseline
{
    private const int MostNeighbors = 5;

    public static AnomalyBaseline Baseline { get; } =
        new(
            "knn",
            "the distance to the fifth nearest training row (Ramaswamy, Rastogi & Shim 2000)",
            (training, _, _) => new NeighborDistance(training)
        );

    /// <summary>Gets the training rows.</summary>
    public double[][] Training => training;

    /// <summary>Gets which of the nearest training rows counts: the fifth, or the farthest of fewer.</summary>
    public int Neighbor { get; } = Math.Min(MostNeighbors, training.Length);

    public override double Score(double[] row) => Math.Sqrt(FindNeighbor(row).SquaredDistance);

    public override double[] Contributions(double[] row)
    {
        var (place, squared) = FindNeighbor(row);
        var distance = Math.Sqrt(squared);
        return [.. training[place].Zip(row, (a, b) => distance > 0 ? (a - b) * (a - b) / distance : 0)];
    }

    private (int Place, double SquaredDistance) FindNeighbor(double[] row)
    {
        // Ascending. A heap costs more for so few numbers.
        Span<(int Place, double Distance)> nearest = stackalloc (int, double)[Neighbor];
        nearest.Fill((0, double.PositiveInfinity));
        for (var i = 0; i < training.Length; i++)
        {
            var distance = SquaredDistance(training[i], row, nearest[^1].Distance);
            var place = nearest.Length - 1;
            if (distance >= nearest[place].Distance)
            {
                continue;
            }

            for (; place > 0 && nearest[place - 1].Distance > distance; place--)
            {
                nearest[place] = nearest[place - 1];
            }

            nearest[place] = (i, distance);
        }

        return nearest[^1];
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
