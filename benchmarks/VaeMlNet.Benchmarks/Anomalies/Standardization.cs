namespace VaeMlNet.Benchmarks;

/// <summary>Means and standard deviations of columns; a column that does not vary keeps its unit.</summary>
/// <param name="Means">Of each column.</param>
/// <param name="Scales">Of each column, above 0.</param>
internal sealed record Standardization(double[] Means, double[] Scales)
{
    // Below the rounding of float32 it is noise of a constant.
    private const double SmallestShare = 1e-6;

    /// <summary>Those of rows.</summary>
    public static Standardization Of(FeatureMatrix rows)
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

    /// <summary>(x - mean) / scale.</summary>
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
