namespace VaeMlNet;

/// <summary>
/// Prepares windows for a model: clips values far outside the training data, and moves each channel to its usual level in windows of several
/// channels.
/// </summary>
/// <remarks>
/// Channels of telemetry drift: after a deployment, a counter can stay elsewhere for good. A model of absolute values then finds every later
/// window anomalous. So the mean of a channel in a window becomes its mean in the training data. A change of level is still seen, in the
/// windows that contain it. The only channel of a series is not moved, because its level is often all there is to see. docs/series-benchmark.md has the
/// measurements. Immutable.
/// </remarks>
internal sealed class WindowNormalization
{
    /// <summary>The largest absolute standardized value: what lies further outside is not more anomalous.</summary>
    private const float Largest = 20;

    private readonly VaeSeries series;

    /// <summary>Gets the conversion of series with scales of their own; null if all series have one scale.</summary>
    public CommonUnits? Units { get; }

    /// <param name="series">The channels, with their means and scales.</param>
    public WindowNormalization(VaeSeries series)
    {
        this.series = series;
        Units = CommonUnits.Of(series);
    }

    /// <summary>Prepares a window in place, float32 [W, C], in the common unit. NaN is missing and remains.</summary>
    /// <param name="window">The window.</param>
    /// <param name="shifts">Receives the distance by which each channel was moved down: float32 [C]. Default: empty, not returned.</param>
    public void Apply(Span<float> window, Span<float> shifts = default)
    {
        shifts.Clear();
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
                    sum += window[i];
                    known++;
                }
            }

            if (!series.IsCentered || known == 0)
            {
                continue;
            }

            var shift = (float)((sum / known) - mean);
            for (var i = c; i < window.Length; i += count)
            {
                window[i] -= shift;
            }

            if (!shifts.IsEmpty)
            {
                shifts[c] = shift;
            }
        }
    }
}
