using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// How far each row is from the middle of all, by a rule that needs no model and that the rows far out hardly move: the mean over
/// its slots of the squared robust z-score, (x - median) / (1.4826 * median absolute deviation) (Iglewicz &amp; Hoaglin 1993).
/// </summary>
/// <remarks>
/// A slot more than half of whose values are the same has no such deviation: the standard deviation stands in, and a constant slot is
/// left out. A square counts at most 25, so that one slot does not decide alone. Missing values, NaN, are left out of the
/// mean; a row without any value has distance 0.
/// </remarks>
internal static class RobustDistance
{
    // Makes the median absolute deviation of normal values their standard deviation.
    private const double NormalScale = 1.4826;
    private const double LargestSquare = 25;

    /// <summary>Measures rows, float32 [N, D] -> N.</summary>
    public static double[] PerRow(Tensor rows)
    {
        var sums = new double[rows.shape[0]];
        var counts = new int[rows.shape[0]];
        for (long slot = 0; slot < rows.shape[1]; slot++)
        {
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

    /// <summary>The middle value, of two the lower; sorts a copy.</summary>
    private static double Median(float[] values) => values.Order().ElementAt((values.Length - 1) / 2);
}
