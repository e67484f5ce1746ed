namespace VaeMlNet;

/// <summary>The expected values of a row's channels and their uncertainties, from the windows that contain the row.</summary>
/// <remarks>
/// Each window counts alike. The expected value is the mean of the windows' means, and its variance is the mean of the windows' variances plus
/// the variance of their means (the law of total variance for a mixture).
/// </remarks>
/// <param name="observed">The channels of the row: float32 [C], NaN for missing ones.</param>
internal sealed class RowExpectation(float[] observed)
{
    private readonly double[] means = new double[observed.Length];
    private readonly double[] variances = new double[observed.Length];
    private readonly double[] squaredDistances = new double[observed.Length];
    private int count;

    /// <summary>Gets the expected values: float32 [C].</summary>
    public float[] Means => [.. means.Select(mean => (float)mean)];

    /// <summary>Gets the standard deviations: float32 [C].</summary>
    public float[] Uncertainties =>
        [.. variances.Zip(squaredDistances, (variance, squares) => (float)Math.Sqrt((variance + squares) / count))];

    /// <summary>Gets the channels of the row with the expected values of missing ones: float32 [C].</summary>
    public float[] Filled => [.. observed.Zip(means, (value, mean) => float.IsNaN(value) ? (float)mean : value)];

    /// <summary>Forgets the windows so far.</summary>
    public void Clear()
    {
        Array.Clear(means);
        Array.Clear(variances);
        Array.Clear(squaredDistances);
        count = 0;
    }

    /// <summary>Adds a window.</summary>
    /// <param name="expected">The expected values of the row in this window: float32 [C].</param>
    /// <param name="uncertainties">Their standard deviations: float32 [C].</param>
    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> uncertainties)
    {
        count++;
        for (var c = 0; c < expected.Length; c++)
        {
            // Welford's updates do not cancel where a level is large and a deviation small.
            var distance = expected[c] - means[c];
            means[c] += distance / count;
            squaredDistances[c] += distance * (expected[c] - means[c]);
            variances[c] += (double)uncertainties[c] * uncertainties[c];
        }
    }
}
