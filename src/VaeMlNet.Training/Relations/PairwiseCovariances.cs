namespace VaeMlNet;

/// <summary>The covariances of columns without their means, each from the rows in which both have a value.</summary>
internal static class PairwiseCovariances
{
    /// <summary>Returns the covariances, 0 for columns that have no row in common.</summary>
    /// <param name="columns">The columns, NaN where a value is missing.</param>
    public static double[,] Of(double[][] columns)
    {
        var result = new double[columns.Length, columns.Length];
        for (var a = 0; a < columns.Length; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                result[a, b] = result[b, a] = Covariance(columns[a], columns[b]);
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
