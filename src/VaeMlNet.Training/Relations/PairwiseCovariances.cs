namespace VaeMlNet;

/// <summary>The covariances of columns, each from the rows in which both have a value.</summary>
internal static class PairwiseCovariances
{
    private const int FewestCommonRows = 20;

    // Of the mean square. Less is the rounding of a column with one value.
    private const double SmallestVariance = 1e-12;

    /// <summary>
    /// Returns the covariances divided by the deviations, with means and deviations of the same rows, so that columns that are multiples of each other have 1
    /// or -1 whatever is missing; 0 for columns that have few rows in common.
    /// </summary>
    /// <param name="columns">The columns, NaN where a value is missing.</param>
    /// <param name="weights">The weights of the rows.</param>
    public static double[,] Cosines(double[][] columns, double[] weights)
    {
        var result = new double[columns.Length, columns.Length];
        for (var a = 0; a < columns.Length; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var sums = SumsOf(columns[a], columns[b], weights);
                // Of a few rows, any two columns are nearly multiples.
                result[a, b] = result[b, a] =
                    sums.Count < FewestCommonRows
                    || sums.FirstVariance <= SmallestVariance * sums.FirstSquares
                    || sums.SecondVariance <= SmallestVariance * sums.SecondSquares
                        ? 0
                        : sums.Covariance / Math.Sqrt(sums.FirstVariance * sums.SecondVariance);
            }
        }

        return result;
    }

    private static CommonSums SumsOf(double[] a, double[] b, double[] weights)
    {
        CommonSums sums = default;
        for (var i = 0; i < a.Length; i++)
        {
            var product = a[i] * b[i];
            if (!double.IsNaN(product))
            {
                var (ofA, ofB) = (weights[i] * a[i], weights[i] * b[i]);
                sums.Products += weights[i] * product;
                sums.Firsts += ofA;
                sums.Seconds += ofB;
                sums.FirstSquares += ofA * a[i];
                sums.SecondSquares += ofB * b[i];
                sums.Weights += weights[i];
                sums.Count++;
            }
        }

        return sums;
    }

    /// <summary>Weighted sums over the rows that two columns have in common.</summary>
    private record struct CommonSums(
        double Products,
        double Firsts,
        double Seconds,
        double FirstSquares,
        double SecondSquares,
        double Weights,
        int Count
    )
    {
        public readonly double Covariance => Products - (Firsts * Seconds / Weights);

        public readonly double FirstVariance => FirstSquares - (Firsts * Firsts / Weights);

        public readonly double SecondVariance => SecondSquares - (Seconds * Seconds / Weights);
    }
}
