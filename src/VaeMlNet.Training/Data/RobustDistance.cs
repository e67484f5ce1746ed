using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Measures how far each row is from the center of all rows, without a model and almost independently of outliers. The distance
/// is the mean over the row's slots of the squared robust z-score, (x - median) / (1.4826 * median absolute deviation)
/// (Iglewicz &amp; Hoaglin 1993).
/// </summary>
/// <remarks>
/// If more than half of a slot's values are equal, the median absolute deviation is 0, and the standard deviation is used
/// instead. Constant slots are ignored. A square counts at most 25, so that one slot does not decide alone. Missing values
/// (NaN) are left out of the mean; a row without values has distance 0.
/// </remarks>
internal static class RobustDistance
{
    // With this factor, the median absolute deviation of normal values equals their standard deviation.
    private const double NormalScale = 1.4826;
    private const double LargestSquare = 25;

    /// <summary>Measures the distances of rows: float32 [N, D] -> N.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="keySlots">The slots of keys, which are ignored; null for none.</param>
    public static double[] PerRow(Tensor rows, IReadOnlyList<long>? keySlots = null)
    {
        var sums = new double[rows.shape[0]];
        var counts = new int[rows.shape[0]];
        for (long slot = 0; slot < rows.shape[1]; slot++)
        {
            if (keySlots?.Contains(slot) == true)
            {
                continue;
            }

            using var column = rows.select(1, slot); // [N]
            Add(TensorValues.Floats(column), sums, counts);
        }

        return [.. sums.Zip(counts, (sum, count) => count > 0 ? sum / count : 0)];
    }

    private static void Add(float[] values, double[] sums, int[] counts)
    {
        float[] observed = [.. values.Where(value => !float.IsNaN(value))];
        if (observed.Length == 0)
        {
            return;
        }

        var median = Median(observed);
        var scale = Scale(observed, median);
        for (var row = 0; row < values.Length && scale > 0; row++)
        {
            if (!float.IsNaN(values[row]))
            {
                var z = (values[row] - median) / scale;
                sums[row] += Math.Min(z * z, LargestSquare);
                counts[row]++;
            }
        }
    }

    private static double Scale(float[] values, double median)
    {
        var deviation = NormalScale * Median(Array.ConvertAll(values, value => (float)Math.Abs(value - median)));
        var mean = values.Average(value => (double)value);
        return deviation > 0 ? deviation : Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    /// <summary>Returns the median; of an even number of values, the lower one of the middle two. Sorts a copy.</summary>
    private static double Median(float[] values) => values.Order().ElementAt((values.Length - 1) / 2);
}
