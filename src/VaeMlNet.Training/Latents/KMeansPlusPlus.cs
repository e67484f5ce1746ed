namespace VaeMlNet;

/// <summary>Chooses distant points as centers (Arthur &amp; Vassilvitskii 2007).</summary>
internal static class KMeansPlusPlus
{
    /// <summary>
    /// Chooses the first center uniformly, and each further center with a probability proportional to its squared distance from
    /// the nearest earlier center. Returns fewer centers if there are fewer distinct points.
    /// </summary>
    public static double[][] Choose(double[][] points, int count, Random random)
    {
        List<double[]> centers = [points[random.Next(points.Length)]];
        var distances = points.Select(point => SquaredDistance(point, centers[0])).ToArray();
        while (centers.Count < count)
        {
            var total = distances.Sum();
            if (!(total > 0))
            {
                break; // every point is a center
            }

            var center = points[Draw(distances, random.NextDouble() * total)];
            centers.Add(center);
            for (var n = 0; n < points.Length; n++)
            {
                distances[n] = Math.Min(distances[n], SquaredDistance(points[n], center));
            }
        }

        return [.. centers];
    }

    /// <summary>Returns the squared Euclidean distance.</summary>
    public static double SquaredDistance(double[] a, double[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }

    private static int Draw(double[] weights, double at)
    {
        // Rounding can leave a rest after the last weight. A weight of 0 is never drawn.
        var last = 0;
        for (var n = 0; n < weights.Length; n++)
        {
            if (weights[n] > 0)
            {
                last = n;
                at -= weights[n];
                if (at < 0)
                {
                    return n;
                }
            }
        }

        return last;
    }
}
