namespace VaeMlNet;

/// <summary>The covariances of columns without their means, each from the rows in which both have a value.</summary>
internal static class PairwiseCovariances
{
    private const int FewestCommonRows = 20;

    /// <summary>Returns the covariances, 0 for columns that have no row in common.</summary>
    /// <param name="columns">The columns, NaN where a value is missing.</param>
    public static double[,] Of(double[][] columns) =>
        Of(columns, sums => sums.Count == 0 ? 0 : sums.Products / sums.Count);

    /// <summary>
    /// Returns the covariances divided by the deviations in the same rows, so that columns that are multiples of each other have 1 or -1 whatever is missing; 0
    /// for columns that have few rows in common.
    /// </summary>
    /// <param name="columns">The columns, NaN where a value is missing.</param>
    public static double[,] Cosines(double[][] columns) =>
        Of(
            columns,
            // Of a few rows, any two columns are nearly multiples.
            sums =>
                sums.Count < FewestCommonRows || sums.Products == 0
                    ? 0
                    : sums.Products / Math.Sqrt(sums.FirstSquares * sums.SecondSquares)
        );

    private static double[,] Of(double[][] columns, Func<CommonSums, double> ofSums)
    {
        var result = new double[columns.Length, columns.Length];
        for (var a = 0; a < columns.Length; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                result[a, b] = result[b, a] = ofSums(SumsOf(columns[a], columns[b]));
            }
        }

        return result;
    }

    private static CommonSums SumsOf(double[] a, double[] b)
    {
        var (products, ofA, ofB, count) = (0.0, 0.0, 0.0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            var product = a[i] * b[i];
            if (!double.IsNaN(product))
            {
                products += product;
                ofA += a[i] * a[i];
                ofB += b[i] * b[i];
                count++;
            }
        }

        return new(products, ofA, ofB, count);
    }

    /// <summary>Sums over the rows that two columns have in common.</summary>
    private readonly record struct CommonSums(double Products, double FirstSquares, double SecondSquares, int Count);
}
