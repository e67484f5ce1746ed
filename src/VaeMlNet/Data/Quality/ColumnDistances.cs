namespace VaeMlNet;

/// <summary>Measures distances between the distributions of one variable in real and in synthetic rows.</summary>
internal static class ColumnDistances
{
    public static VaeColumnQuality Measure(ComparedSlot slot, float[] real, float[] synthetic)
    {
        float[] inReal = [.. real.Where(v => !float.IsNaN(v)).Order()];
        float[] inSynthetic = [.. synthetic.Where(v => !float.IsNaN(v)).Order()];
        var quality = new VaeColumnQuality
        {
            Name = slot.Name,
            RealMissingShare = 1 - ((double)inReal.Length / real.Length),
            SyntheticMissingShare = 1 - ((double)inSynthetic.Length / synthetic.Length),
        };
        if (inReal.Length == 0 || inSynthetic.Length == 0)
        {
            return quality;
        }

        if (!slot.IsNumber)
        {
            return quality with { TotalVariation = TotalVariation(inReal, inSynthetic) };
        }

        (var largest, var area) = BetweenCumulative(inReal, inSynthetic);
        return quality with { KolmogorovSmirnov = largest, Wasserstein = area / Scale(inReal, inSynthetic) };
    }

    /// <summary>
    /// Returns the largest difference of the two cumulative distributions, sup |F - G|, and the area between them, the integral
    /// of |F - G|.
    /// </summary>
    /// <param name="a">Values in ascending order.</param>
    /// <param name="b">Values in ascending order.</param>
    private static (double Largest, double Area) BetweenCumulative(float[] a, float[] b)
    {
        double largest = 0;
        double area = 0;
        double difference = 0;
        var last = Math.Min(a[0], b[0]);
        for (int i = 0, j = 0; i < a.Length || j < b.Length; )
        {
            var value = Math.Min(i < a.Length ? a[i] : float.MaxValue, j < b.Length ? b[j] : float.MaxValue);
            area += difference * ((double)value - last);
            i = After(a, i, value);
            j = After(b, j, value);
            difference = Math.Abs(((double)i / a.Length) - ((double)j / b.Length));
            largest = Math.Max(largest, difference);
            last = value;
        }

        return (largest, area);
    }

    private static int After(float[] sorted, int start, float value)
    {
        while (start < sorted.Length && sorted[start] <= value)
        {
            start++;
        }

        return start;
    }

    /// <summary>Returns the unit of a distance. It is above 0.</summary>
    private static double Scale(float[] real, float[] synthetic)
    {
        var deviation = Moments.Compute(real).Deviation;
        var ofBoth = deviation > 0 ? deviation : Moments.Compute([.. real, .. synthetic]).Deviation;
        return ofBoth > 0 ? ofBoth : 1;
    }

    private static double TotalVariation(float[] real, float[] synthetic)
    {
        var differences = new Dictionary<float, double>();
        AddShares(differences, real, sign: 1);
        AddShares(differences, synthetic, sign: -1);
        return Math.Min(1, differences.Values.Sum(Math.Abs) / 2);
    }

    private static void AddShares(Dictionary<float, double> shares, float[] codes, int sign)
    {
        foreach (var category in codes.GroupBy(c => c))
        {
            shares[category.Key] =
                shares.GetValueOrDefault(category.Key) + (sign * (double)category.Count() / codes.Length);
        }
    }
}
