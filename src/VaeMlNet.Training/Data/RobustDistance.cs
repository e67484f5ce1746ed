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

    /// <summary>Measures the distances of rows: [N, D] -> N. It needs memory for five numbers of each row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">The number D of slots to read, from the first.</param>
    /// <param name="keySlots">The slots of keys, which are ignored; null for none.</param>
    public static double[] PerRow(MemoryRows rows, int width, IReadOnlyList<long>? keySlots = null)
    {
        var sums = new double[rows.Count];
        var counts = new int[rows.Count];
        var values = new float[rows.Count];
        var sorted = new float[rows.Count];
        for (var slot = 0; slot < width; slot++)
        {
            if (keySlots?.Contains(slot) == true)
            {
                continue;
            }

            rows.CopySlot(slot, values);
            Add(values, sorted, sums, counts);
        }

        for (var row = 0; row < sums.Length; row++)
        {
            sums[row] = counts[row] > 0 ? sums[row] / counts[row] : 0;
        }

        return sums;
    }

    private static void Add(float[] values, float[] memory, double[] sums, int[] counts)
    {
        var count = 0;
        foreach (var value in values)
        {
            if (!float.IsNaN(value))
            {
                memory[count++] = value;
            }
        }

        if (count == 0)
        {
            return;
        }

        var (median, scale) = Measure(memory.AsSpan(0, count));
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

    /// <summary>Returns the median and the scale of values, and changes the values.</summary>
    private static (double Median, double Scale) Measure(Span<float> values)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
        }

        var mean = sum / values.Length;
        foreach (var value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        var median = Median(values);
        foreach (ref var value in values)
        {
            value = (float)Math.Abs(value - median);
        }

        var deviation = NormalScale * Median(values);
        return (median, deviation > 0 ? deviation : Math.Sqrt(squares / values.Length));
    }

    /// <summary>
    /// Returns the median; of an even number of values, the lower one of the middle two. Changes the order of the values (Hoare 1961, Find).
    /// </summary>
    private static double Median(Span<float> values)
    {
        var middle = (values.Length - 1) / 2;
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var pivot = values[middle];
            var (i, j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (pivot < values[j])
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            low = j < middle ? i : low;
            high = middle < i ? j : high;
        }

        return values[middle];
    }
}
