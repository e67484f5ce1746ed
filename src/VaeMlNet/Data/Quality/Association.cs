namespace VaeMlNet;

/// <summary>
/// Measures the strength of association of two variables, over the rows in which both have a value. It is 0 if one of them is
/// constant.
/// </summary>
internal static class Association
{
    /// <summary>A variance below this multiple of the squared mean is rounding: the column is constant.</summary>
    private const double Rounding = 1e-20;

    public static double Between(ComparedTable table, int first, int second, int rowCount)
    {
        ReadOnlySpan<float> a = table.Values[first].AsSpan(0, rowCount);
        ReadOnlySpan<float> b = table.Values[second].AsSpan(0, rowCount);
        return (table.Slots[first].IsNumber, table.Slots[second].IsNumber) switch
        {
            (true, true) => Pearson(a, b),
            (false, false) => CramersV(a, b),
            (false, true) => CorrelationRatio(a, b),
            (true, false) => CorrelationRatio(b, a),
        };
    }

    /// <summary>Returns Pearson's correlation (1895): the covariance divided by the product of the standard deviations.</summary>
    public static double Pearson(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        (var count, var meanA, var meanB) = MeansOfPairs(a, b);
        double squaresA = 0;
        double squaresB = 0;
        double products = 0;
        for (var i = 0; i < a.Length; i++)
        {
            if (!float.IsNaN(a[i]) && !float.IsNaN(b[i]))
            {
                var x = a[i] - meanA;
                var y = b[i] - meanB;
                squaresA += x * x;
                squaresB += y * y;
                products += x * y;
            }
        }

        var least = Rounding * count;
        return squaresA <= least * meanA * meanA || squaresB <= least * meanB * meanB
            ? 0
            : Math.Clamp(products / Math.Sqrt(squaresA * squaresB), -1, 1);
    }

    /// <summary>
    /// Returns Cramer's V (Cramer 1946, section 21.9) with Bergsma's correction of its bias (2013, equations 5 to 8). Without
    /// the correction, columns of many categories look associated in few rows.
    /// </summary>
    public static double CramersV(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var counts = ContingencyTable.Count(a, b);
        double excessA = counts.FirstCategories - 1;
        double excessB = counts.SecondCategories - 1;
        double others = counts.RowCount - 1;
        if (others <= 0)
        {
            return 0;
        }

        var corrected = Math.Max(0, counts.MeanSquareContingency - (excessA * excessB / others));
        var largest = Math.Min(excessA - (excessA * excessA / others), excessB - (excessB * excessB / others));
        return largest <= 0 ? 0 : Math.Min(1, Math.Sqrt(corrected / largest));
    }

    /// <summary>
    /// Returns the correlation ratio eta (Pearson 1905): the square root of the share of a number's variance that lies between
    /// the categories. It includes Kelley's correction of its bias (1935), epsilon^2 = 1 - (1 - eta^2) (n - 1) / (n - K).
    /// </summary>
    public static double CorrelationRatio(ReadOnlySpan<float> categories, ReadOnlySpan<float> numbers)
    {
        (var count, _, var mean) = MeansOfPairs(categories, numbers);
        var sums = new double[ContingencyTable.CodesIn(categories)];
        var counts = new int[sums.Length];
        double total = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!float.IsNaN(categories[i]) && !float.IsNaN(numbers[i]))
            {
                var centered = numbers[i] - mean;
                sums[(int)categories[i]] += centered;
                counts[(int)categories[i]]++;
                total += centered * centered;
            }
        }

        var groups = counts.Count(n => n > 0);
        if (groups < 2 || count <= groups || total <= Rounding * count * mean * mean)
        {
            return 0;
        }

        var between = sums.Zip(counts, (sum, n) => n > 0 ? sum * sum / n : 0).Sum() / total;
        return Math.Sqrt(Math.Clamp(1 - ((1 - between) * (count - 1) / (count - groups)), 0, 1));
    }

    private static (int Count, double MeanA, double MeanB) MeansOfPairs(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var count = 0;
        double sumA = 0;
        double sumB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            if (!float.IsNaN(a[i]) && !float.IsNaN(b[i]))
            {
                count++;
                sumA += a[i];
                sumB += b[i];
            }
        }

        return count == 0 ? default : (count, sumA / count, sumB / count);
    }
}
