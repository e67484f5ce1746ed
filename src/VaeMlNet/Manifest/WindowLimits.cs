namespace VaeMlNet;

/// <summary>Limits the values of windows, and computes the level of each channel in them. Immutable.</summary>
/// <remarks>
/// <para>Channels of telemetry drift: after a deployment, a counter can stay elsewhere for good. A model of absolute values then finds every later
/// window anomalous. So the graphs move each channel of a window by its level, which is its mean there. The limits are around the median of the
/// channel in the window, so that an unusual course remains, however far away from the training data it is. The only channel of a series is not
/// moved, because its level is often all there is to see, and its limits are around its mean in training.</para>
/// The graphs contain the same formulas; this class is for training and for expected values. docs/series-benchmark.md has the measurements.
/// </remarks>
/// <param name="series">The channels, with their means and scales.</param>
internal sealed class WindowLimits(VaeSeries series)
{
    /// <summary>The largest distance in scales: what lies further away is not more anomalous.</summary>
    public const float Largest = 20;

    /// <summary>Limits the values of a window in place, float32 [W, C], in the common unit. What is not finite is missing and remains.</summary>
    public void Apply(Span<float> window)
    {
        var count = series.Channels.Count;
        var sorted = series.IsCentered ? new float[window.Length / count] : [];
        for (var c = 0; c < count; c++)
        {
            var middle = series.IsCentered ? Median(window, c, sorted) : series.Means[c];
            var reach = Largest * series.Scales[c];
            for (var i = c; i < window.Length; i += count)
            {
                window[i] = float.IsFinite(window[i])
                    ? Math.Clamp(window[i], middle - reach, middle + reach)
                    : window[i];
            }
        }
    }

    /// <summary>
    /// Computes the level of each channel in a window, float32 [W, C] -> [C]: the mean of its limited values, without gaps; NaN without any value.
    /// </summary>
    public float[] Levels(ReadOnlySpan<float> window)
    {
        float[] limited = [.. window];
        Apply(limited);
        return LevelsOfLimited(limited);
    }

    /// <summary>Computes the levels of a window after <see cref="Apply"/>, and fills its gaps.</summary>
    public float[] LevelsOfLimited(Span<float> limited)
    {
        var count = series.Channels.Count;
        WindowGaps.Fill(limited, count);
        var levels = new float[count];
        for (var c = 0; c < count; c++)
        {
            var (sum, known) = (0.0, 0);
            for (var i = c; i < limited.Length; i += count)
            {
                if (float.IsFinite(limited[i]))
                {
                    sum += limited[i];
                    known++;
                }
            }

            levels[c] = (float)(sum / known);
        }

        return levels;
    }

    /// <summary>Returns the median of a channel, the lower one of two; 0 without any value.</summary>
    private float Median(ReadOnlySpan<float> window, int channel, Span<float> sorted)
    {
        var known = 0;
        for (var i = channel; i < window.Length; i += series.Channels.Count)
        {
            if (float.IsFinite(window[i]))
            {
                sorted[known++] = window[i];
            }
        }

        sorted[..known].Sort();
        return known == 0 ? 0 : sorted[(known - 1) / 2];
    }
}
