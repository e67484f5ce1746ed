namespace VaeMlNet;

/// <summary>
/// Prepares windows for a model: clips values far outside the training data, and takes most of each channel's level out of windows of several
/// channels.
/// </summary>
/// <remarks>
/// Channels of telemetry drift: after a deployment, a counter can stay elsewhere for good. A model of absolute values then finds every later
/// window anomalous. So the mean m of a channel's standardized values in the window is replaced by 3 tanh(m / 3): small differences of level
/// remain, and large ones differ little from each other. The only channel of a series is not changed, because its level is often all there is
/// to see. Immutable.
/// </remarks>
internal sealed class WindowNormalization
{
    /// <summary>The largest absolute standardized value: what lies further outside is not more anomalous.</summary>
    private const float Largest = 20;

    /// <summary>The largest absolute level of a channel that remains in a window.</summary>
    private const double LargestLevel = 3;

    private readonly VaeSeries series;

    /// <param name="series">The channels, with their means and scales.</param>
    public WindowNormalization(VaeSeries series)
    {
        this.series = series;
    }

    /// <summary>Prepares a window in place, float32 [W, C], in the unit of the data. NaN is missing and remains.</summary>
    public void Apply(Span<float> window)
    {
        var count = series.Channels.Count;
        for (var c = 0; c < count; c++)
        {
            var (mean, scale) = (series.Means[c], series.Scales[c]);
            var (low, high) = (mean - (Largest * scale), mean + (Largest * scale));
            var (sum, known) = (0.0, 0);
            for (var i = c; i < window.Length; i += count)
            {
                window[i] = Math.Clamp(window[i], low, high); // keeps NaN
                if (!float.IsNaN(window[i]))
                {
                    sum += (window[i] - mean) / scale;
                    known++;
                }
            }

            if (!series.IsCentered || known == 0)
            {
                continue;
            }

            var level = sum / known;
            var excess = (float)((level - (LargestLevel * Math.Tanh(level / LargestLevel))) * scale);
            for (var i = c; i < window.Length; i += count)
            {
                window[i] -= excess;
            }
        }
    }
}
