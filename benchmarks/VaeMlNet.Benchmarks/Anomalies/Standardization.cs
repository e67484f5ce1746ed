namespace VaeMlNet.Benchmarks;

/// <summary>The means and standard deviations of columns. A column that does not vary keeps its unit.</summary>
/// <param name="Means">The mean of each column.</param>
/// <param name="Scales">The divisor of each column, above 0.</param>
internal sealed record Standardization(double[] Means, double[] Scales)
{
    // A smaller deviation is rounding noise of a constant float32 column.
    private const double SmallestShare = 1e-6;

    /// <summary>Computes the means and standard deviations of the columns of rows.</summary>
    public static Standardization Fit(FeatureMatrix rows)
    {
        var means = new double[rows.Width];
        var scales = new double[rows.Width];
        for (var column = 0; column < rows.Width; column++)
        {
            var slot = column;
            var mean = Enumerable.Range(0, rows.RowCount).Average(row => (double)rows.Row(row)[slot]);
            var variance = Enumerable.Range(0, rows.RowCount).Average(row => Math.Pow(rows.Row(row)[slot] - mean, 2));
            means[column] = mean;
            scales[column] = Math.Sqrt(variance) > SmallestShare * Math.Abs(mean) ? Math.Sqrt(variance) : 1;
        }

        return new Standardization(means, scales);
    }

    /// <summary>Returns (x - mean) / scale for each value.</summary>
    public FeatureMatrix Apply(FeatureMatrix rows)
    {
        var values = new float[rows.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var column = i % rows.Width;
            values[i] = (float)((rows.Values[i] - Means[column]) / Scales[column]);
        }

        return rows with
        {
            Values = values,
        };
    }
}
