namespace VaeMlNet;

/// <summary>
/// A classifier that returns the share of synthetic rows among the k nearest rows. k is the square root of the number of
/// training rows.
/// </summary>
internal static class NeighborClassifier
{
    public static float[] Classify(EncodedRows rows, bool[] isSynthetic, int[] training, int[] test)
    {
        var k = (int)Math.Ceiling(Math.Sqrt(training.Length));
        var scores = new float[test.Length];
        Parallel.For(0, test.Length, i => scores[i] = Share(rows, isSynthetic, training, test[i], k));
        return scores;
    }

    /// <summary>
    /// Returns the share among all rows up to the distance of the k-th nearest row, because equal distances have no order.
    /// </summary>
    private static float Share(EncodedRows rows, bool[] isSynthetic, int[] training, int row, int k)
    {
        var distances = Array.ConvertAll(training, other => rows.SquaredDistance(row, rows, other));
        var farthest = Smallest(distances, k);
        var near = 0;
        var synthetic = 0;
        for (var i = 0; i < training.Length; i++)
        {
            if (distances[i] <= farthest)
            {
                near++;
                synthetic += isSynthetic[training[i]] ? 1 : 0;
            }
        }

        return (float)synthetic / near;
    }

    /// <summary>Returns the k-th smallest value.</summary>
    private static float Smallest(float[] values, int k)
    {
        var largestOfSmall = new PriorityQueue<float, float>(k + 1);
        foreach (var value in values)
        {
            if (largestOfSmall.Count < k)
            {
                largestOfSmall.Enqueue(value, -value);
            }
            else if (value < largestOfSmall.Peek())
            {
                largestOfSmall.DequeueEnqueue(value, -value);
            }
        }

        return largestOfSmall.Peek();
    }
}
