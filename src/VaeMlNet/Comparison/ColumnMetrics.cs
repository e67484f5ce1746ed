namespace VaeMlNet;

/// <summary>Compares the distribution of one variable in real and in synthetic rows.</summary>
internal static class ColumnMetrics
{
    public static VaeColumnQuality Compare(ComparedSlot slot, float[] real, float[] synthetic)
    {
        float[] inReal = [.. real.Where(v => !float.IsNaN(v)).Order()];
        float[] inSynthetic = [.. synthetic.Where(v => !float.IsNaN(v)).Order()];
        var quality = new VaeColumnQuality
        {
            Name = slot.Name,
            RealMissingShare = 1 - ((double)inReal.Length / real.Length),
            SyntheticMissingShare = 1 - ((double)inSynthetic.Length / synthetic.Length),
        };
        return slot.IsNumber
            ? quality with
            {
                KSComplement = KSComplement(inReal, inSynthetic),
                RangeCoverage = RangeCoverage(inReal, inSynthetic),
                ValidShare = inReal.All(IsWhole) ? ShareOf(synthetic, IsWhole) : null,
            }
            : Categories(quality, real, synthetic, [.. inReal]);
    }

    /// <summary>Returns 1 - sup |F - G|, where F and G are the cumulative distributions.</summary>
    private static double? KSComplement(float[] real, float[] synthetic)
    {
        if (real.Length == 0 || synthetic.Length == 0)
        {
            return real.Length == 0 ? null : 0;
        }

        double largest = 0;
        for (int i = 0, j = 0; i < real.Length && j < synthetic.Length; )
        {
            var value = Math.Min(real[i], synthetic[j]);
            i = After(real, i, value);
            j = After(synthetic, j, value);
            var difference = Math.Abs(((double)i / real.Length) - ((double)j / synthetic.Length));
            largest = Math.Max(largest, difference);
        }

        return 1 - largest;
    }

    private static int After(float[] sorted, int start, float value)
    {
        while (start < sorted.Length && sorted[start] <= value)
        {
            start++;
        }

        return start;
    }

    private static double? RangeCoverage(float[] real, float[] synthetic)
    {
        if (real.Length == 0 || synthetic.Length == 0 || real[0] == real[^1])
        {
            return null;
        }

        var width = (double)real[^1] - real[0];
        var below = Math.Max(0, (synthetic[0] - (double)real[0]) / width);
        var above = Math.Max(0, (real[^1] - (double)synthetic[^1]) / width);
        return Math.Max(0, 1 - below - above);
    }

    private static VaeColumnQuality Categories(
        VaeColumnQuality quality,
        float[] real,
        float[] synthetic,
        HashSet<float> known
    ) =>
        quality with
        {
            TVComplement = TVComplement(real, synthetic),
            CategoryCoverage =
                known.Count > 0 ? (double)synthetic.Distinct().Count(known.Contains) / known.Count : null,
            ValidShare = ShareOf(synthetic, known.Contains),
        };

    /// <summary>Returns 1 - half the sum of the differences between the shares. Missing cells are a category.</summary>
    private static double TVComplement(float[] real, float[] synthetic)
    {
        var differences = new Dictionary<float, double>();
        AddShares(differences, real, sign: 1);
        AddShares(differences, synthetic, sign: -1);
        return 1 - Math.Min(1, differences.Values.Sum(Math.Abs) / 2);
    }

    private static void AddShares(Dictionary<float, double> shares, float[] codes, int sign)
    {
        foreach (var category in codes.GroupBy(c => c))
        {
            shares[category.Key] =
                shares.GetValueOrDefault(category.Key) + (sign * (double)category.Count() / codes.Length);
        }
    }

    private static bool IsWhole(float value) => value == MathF.Round(value);

    private static double ShareOf(float[] cells, Func<float, bool> isValid) =>
        (double)cells.Count(cell => float.IsNaN(cell) || isValid(cell)) / cells.Length;
}
