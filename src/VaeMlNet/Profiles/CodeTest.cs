namespace VaeMlNet;

/// <summary>
/// Tells codes of categories from quantities among columns of few whole numbers: other columns change with a quantity smoothly,
/// and with a code from level to level without an order.
/// </summary>
/// <remarks>
/// For each other column, ranked, the variance that the levels' means explain is compared with the variance that a parabola in the
/// number explains; with three levels, with a straight line. The difference is judged by its size and by the F statistic of the
/// nested models, as in an analysis of variance. Numbers whose frequencies rise up to one of them and fall after it are quantities: of six codes, only
/// 32 of 720 orders do. Codes of equal frequencies, such as weekdays, neither rise nor fall.
/// </remarks>
internal static class CodeTest
{
    private const int FewestRows = 50;
    private const int MostLevels = 12;
    private const int FewestRowsOfLevel = 5;
    private const int FewestLevelsOfQuantities = 6;

    // Of frequencies, in standard errors of their difference. Among many, some differ by more than two.
    private const double SmallestRise = 2;
    private const double SmallestRiseOfMany = 3;

    // Shares of explained variance.
    private const double SmallestGain = 0.05;
    private const double SmallestGainOfThree = 0.1;

    // Tables of many columns are tested often. With one degree of freedom (three or four levels), p is 6e-7 for many rows and 3e-6 for 100, with two 3e-7
    // and 2e-6, and with more it is smaller.
    private const double SmallestF = 15;
    private const double SmallestFOfOneDegree = 25;

    /// <summary>Returns the column that shows best that a column of numbers has codes; null where none does.</summary>
    /// <param name="codes">The numbers of the sampled rows; NaN for missing ones.</param>
    /// <param name="others">The names and numbers of the other columns, for the same rows.</param>
    public static (string Name, double Gain)? FindWitness(
        double[] codes,
        IEnumerable<(string Name, double[] Values)> others
    )
    {
        if (
            RiseAndFall(
                codes
                    .Where(code => !double.IsNaN(code))
                    .CountBy(code => code)
                    .Select(level => (level.Key, (long)level.Value))
            )
        )
        {
            return null;
        }

        (string Name, double Gain)? best = null;
        foreach ((var name, var values) in others)
        {
            var gain = Gain(codes, values);
            if (gain > (best?.Gain ?? 0))
            {
                best = (name, gain);
            }
        }

        return best;
    }

    /// <summary>Returns whether the frequencies of numbers rise up to one of them and fall after it, as those of quantities do.</summary>
    /// <param name="frequencies">The numbers with their frequencies.</param>
    public static bool RiseAndFall(IEnumerable<(double Number, long Count)> frequencies)
    {
        double[] counts = [.. frequencies.OrderBy(level => level.Number).Select(level => level.Count)];
        var mode = Array.IndexOf(counts, counts.DefaultIfEmpty().Max());
        return counts.Length >= FewestLevelsOfQuantities
            && 2 * counts.Min() <= counts[mode]
            && Falls(counts[mode..])
            && Falls([.. counts[..(mode + 1)].Reverse()]);
    }

    private static bool Falls(double[] counts)
    {
        var smallest = counts[0];
        var rise = counts.Length > MostLevels ? SmallestRiseOfMany : SmallestRise;
        foreach (var count in counts)
        {
            if (count - smallest > rise * Math.Sqrt(count + smallest))
            {
                return false;
            }

            smallest = Math.Min(smallest, count);
        }

        return true;
    }

    private static double Gain(double[] codes, double[] values)
    {
        int[] rows =
        [
            .. Enumerable.Range(0, codes.Length).Where(i => !double.IsNaN(codes[i]) && !double.IsNaN(values[i])),
        ];
        if (rows.Length < FewestRows)
        {
            return 0;
        }

        // Rare levels say nothing, and cost degrees of freedom.
        double[][] levels =
        [
            .. rows.GroupBy(i => codes[i])
                .Where(level => level.Count() >= FewestRowsOfLevel)
                .Select(level => level.Select(i => (double)i).Prepend(level.Key).ToArray()),
        ];
        if (levels.Length is < 3 or > MostLevels)
        {
            return 0;
        }

        var ranks = Ranks(values, [.. levels.SelectMany(level => level.Skip(1)).Select(i => (int)i)]);
        double[] counts = [.. levels.Select(level => level.Length - 1.0)];
        double[] means = [.. levels.Select(level => level.Skip(1).Average(i => ranks[(int)i]))];
        var total = ranks.Values.Sum(rank => rank * rank);
        var between = counts.Zip(means, (count, mean) => count * mean * mean).Sum();
        var degree = levels.Length == 3 ? 1 : 2;
        var smooth = Explained([.. levels.Select(level => level[0])], counts, means, degree);
        var gain = (between - smooth) / total;
        var freedom = levels.Length - 1 - degree;
        var f = (between - smooth) / freedom / ((total - between) / (counts.Sum() - levels.Length));
        return
            gain >= (degree == 1 ? SmallestGainOfThree : SmallestGain)
            && f >= (freedom == 1 ? SmallestFOfOneDegree : SmallestF)
            && gain * 2 >= smooth / total
            ? gain
            : 0;
    }

    // Centered ranks, the mean rank for equal values.
    private static Dictionary<int, double> Ranks(double[] values, int[] rows)
    {
        Dictionary<int, double> ranks = new(rows.Length);
        var start = 0;
        foreach (var same in rows.GroupBy(i => values[i]).OrderBy(same => same.Key))
        {
            var count = same.Count();
            foreach (var i in same)
            {
                ranks[i] = start + (count - rows.Length) / 2.0;
            }

            start += count;
        }

        return ranks;
    }

    // The sum of squares that a polynomial in the levels explains, by Gram-Schmidt on weighted powers.
    private static double Explained(double[] levels, double[] counts, double[] means, int degree)
    {
        List<double[]> basis =
        [
            [.. levels.Select(_ => 1.0)],
        ];
        var explained = 0.0;
        for (var power = 1; power <= degree; power++)
        {
            double[] next =
            [
                .. levels.Select(level => Math.Pow((level - levels.Average()) / (levels.Max() - levels.Min()), power)),
            ];
            foreach (var known in basis)
            {
                var share = Dot(next, known, counts) / Dot(known, known, counts);
                next = [.. next.Zip(known, (a, b) => a - share * b)];
            }

            var norm = Dot(next, next, counts);
            if (norm > 1e-12 * counts.Sum())
            {
                explained += Math.Pow(Dot(next, means, counts), 2) / norm;
                basis.Add(next);
            }
        }

        return explained;
    }

    private static double Dot(double[] a, double[] b, double[] weights) =>
        a.Zip(b, (x, y) => x * y).Zip(weights, (p, w) => p * w).Sum();
}
