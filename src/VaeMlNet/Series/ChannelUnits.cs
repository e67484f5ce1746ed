using System.Collections.Frozen;

namespace VaeMlNet;

/// <summary>Converts the channels of rows into those of windows: counters into increases, and series with scales of their own into the common unit.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class ChannelUnits
{
    // Rows that come much sooner than usual would make a high rate of every increase.
    private const double FewestSteps = 0.5;

    private readonly VaeSeries series;
    private readonly bool[] isCounter; // [C]
    private readonly FrozenDictionary<string, SeriesScale> own;

    private ChannelUnits(VaeSeries series)
    {
        this.series = series;
        isCounter = [.. series.Channels.Select(series.IsCounter)];
        own = (series.OwnScales ?? new Dictionary<string, SeriesScale>()).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Returns the conversion; null if windows have the rows as they are.</summary>
    public static ChannelUnits? Of(VaeSeries? series) =>
        series is null or { OwnScales: null, Counters: null } ? null : new(series);

    /// <summary>Returns the conversion of counters alone, before scales are known.</summary>
    /// <param name="channels">The names of all channels.</param>
    /// <param name="counters">The names of the counters.</param>
    /// <param name="timeStep">The usual time between two rows; null without times.</param>
    public static ChannelUnits OfCounters(
        IReadOnlyList<string> channels,
        IReadOnlyList<string> counters,
        double? timeStep
    ) =>
        new(
            new()
            {
                WindowLength = 1,
                Channels = channels,
                Means = [],
                Scales = [],
                Counters = counters,
                TimeStep = timeStep,
            }
        );

    /// <summary>Gets a value indicating whether a channel is a counter.</summary>
    public bool HasCounters => series.Counters is not null;

    /// <summary>Converts the last row of a window in place.</summary>
    /// <param name="name">The name of the series.</param>
    /// <param name="window">The window, whose last row is as it came.</param>
    /// <param name="passed">The time since the row before; NaN where it is not known.</param>
    public void ConvertLastRow(ReadOnlySpan<char> name, SlidingWindow window, double passed)
    {
        var row = window.LastRow;
        var scale = Find(name);
        var steps = passed > 0 && series.TimeStep is { } usual ? Math.Max(passed / usual, FewestSteps) : 1;
        for (var c = 0; c < row.Length; c++)
        {
            var (factor, offset) = Unit(scale, c);
            var value = isCounter[c] ? window.Counts[c].Add(row[c], steps) : row[c];
            row[c] = (float)((value - offset) / factor);
        }
    }

    /// <summary>Returns how the last row of a window follows from what the window has of it: float32 [2, C], the factors and the offsets.</summary>
    /// <param name="name">The name of the series.</param>
    /// <param name="window">The window.</param>
    public float[] ToOwn(ReadOnlySpan<char> name, SlidingWindow window)
    {
        var count = isCounter.Length;
        var unit = new float[2 * count];
        var scale = Find(name);
        for (var c = 0; c < count; c++)
        {
            var (factor, offset) = Unit(scale, c);
            if (isCounter[c])
            {
                var counted = window.Counts[c];
                (factor, offset) = (factor * counted.Steps, (offset * counted.Steps) + counted.Origin);
            }

            (unit[c], unit[count + c]) = ((float)factor, (float)offset);
        }

        return unit;
    }

    private SeriesScale? Find(ReadOnlySpan<char> name) =>
        own.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var scale) ? scale : null;

    private (double Factor, double Offset) Unit(SeriesScale? scale, int channel)
    {
        if (scale is null)
        {
            return (1, 0);
        }

        var factor = (double)scale.Scales[channel] / series.Scales[channel];
        return (factor, scale.Means[channel] - (series.Means[channel] * factor));
    }
}
