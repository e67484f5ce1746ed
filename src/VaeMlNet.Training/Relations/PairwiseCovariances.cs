namespace VaeMlNet;

/// <summary>The covariances of columns without their means, each from the rows in which both have a value.</summary>
internal static class PairwiseCovariances
{
    private const int FewestCommonRows = 20;

    /// <summary>Returns the covariances, 0 for columns that have no row in common.</summary>
    /// <param name="columns">The columns, NaN where a value is missing.</param>
    public static double[,] Of(double[][] columns) => Of(columns, Covariance);

    /// <summary>
    /// Returns the covariances divided by the deviations in the same rows, so that columns that are multiples of each other have 1 or -1 whatever is missing; 0
    /// for columns that have few rows in common.
    /// </summary>
    /// <param name="columns">The columns, NaN where a value is missing.</param>
    public static double[,] Cosines(double[][] columns) =>
        Of(
            columns,
            (a, b) =>
            {
                var (ab, aa, bb, count) = (0.0, 0.0, 0.0, 0);
                for (var i = 0; i < a.Length; i++)
                {
                    if (!double.IsNaN(a[i]) && !double.IsNaN(b[i]))
                    {
                        ab += a[i] * b[i];
                        aa += a[i] * a[i];
                        bb += b[i] * b[i];
                        count++;
                    }
                }

                // Of a few rows, any two columns are nearly multiples.
                return count < FewestCommonRows || ab == 0 ? 0 : ab / Math.Sqrt(aa * bb);
            }
        );

    private static double[,] Of(double[][] columns, Func<double[], double[], double> ofPair)
    {
        var result = new double[columns.Length, columns.Length];
        for (var a = 0; a < columns.Length; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                result[a, b] = result[b, a] = ofPair(columns[a], columns[b]);
            }
        }

        return result;
    }

    private static double Covariance(double[] a, double[] b)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            var product = a[i] * b[i];
            if (!double.IsNaN(product))
            {
                sum += product;
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }
}
