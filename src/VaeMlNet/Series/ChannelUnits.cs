using System.Collections.Frozen;

namespace VaeMlNet;

/// <summary>
/// Converts the channels of rows into those of windows: counters into increases, channels that grow by percent into their logarithms, and series with scales of
/// their own into the common unit. Training learns isolated values as the nearest usual one.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class ChannelUnits
{
    // Rows that come much sooner than usual would make a high rate of every increase.
    private const double FewestSteps = 0.5;

    /// <summary>The number of values that <see cref="ToOwn"/> gives for a channel.</summary>
    public const int UnitRows = 5;

    private readonly VaeSeries series;
    private readonly bool[] isCounter; // [C]
    private readonly double[] lowest; // [C], of the channels with logarithms; NaN for others
    private readonly FrozenDictionary<string, SeriesScale> own;
    private readonly FrozenDictionary<string, IReadOnlyList<UsualValues>>? usual; // [C] of each series

    private ChannelUnits(VaeSeries series, IReadOnlyDictionary<string, IReadOnlyList<UsualValues>>? usual)
    {
        this.series = series;
        this.usual = usual?.ToFrozenDictionary(StringComparer.Ordinal);
        isCounter = [.. series.Channels.Select(series.IsCounter)];
        lowest =
        [
            .. series.Channels.Select(channel =>
                (double)(series.Logarithms?.GetValueOrDefault(channel, float.NaN) ?? float.NaN)
            ),
        ];
        own = (series.OwnScales ?? new Dictionary<string, SeriesScale>()).ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Returns the conversion; null if windows have the rows as they are.</summary>
    /// <param name="series">The channels.</param>
    /// <param name="usual">The ranges that training limits the values of series to, before scales, by their names, [C]; null for none.</param>
    public static ChannelUnits? Of(
        VaeSeries? series,
        IReadOnlyDictionary<string, IReadOnlyList<UsualValues>>? usual = null
    ) =>
        series is null || (series is { OwnScales: null, Counters: null, Logarithms: null } && usual is null)
            ? null
            : new(series, usual);

    /// <summary>Returns the conversion before scales are known; null if there is none.</summary>
    /// <param name="channels">The names of all channels.</param>
    /// <param name="counters">The names of the counters.</param>
    /// <param name="timeStep">The usual time between two rows; null without times.</param>
    /// <param name="logarithms">The channels with logarithms, and their lowest values.</param>
    /// <param name="usual">The ranges that training limits the values of series to, by their names, [C]; null for none.</param>
    public static ChannelUnits? BeforeScales(
        IReadOnlyList<string> channels,
        IReadOnlyList<string> counters,
        double? timeStep,
        IReadOnlyDictionary<string, float> logarithms,
        IReadOnlyDictionary<string, IReadOnlyList<UsualValues>>? usual
    ) =>
        Of(
            new()
            {
                WindowLength = 1,
                Channels = channels,
                Means = [],
                Scales = [],
                Counters = counters.Count > 0 ? counters : null,
                TimeStep = timeStep,
                Logarithms = logarithms.Count > 0 ? logarithms : null,
            },
            usual
        );

    /// <summary>Gets a value indicating whether a channel is a counter.</summary>
    public bool HasCounters => series.Counters is not null;

    /// <summary>Gets the indices of the channels that are counters.</summary>
    public IReadOnlyList<int> Counters =>
        [.. isCounter.Index().Where(channel => channel.Item).Select(channel => channel.Index)];

    /// <summary>Converts the last row of a window in place.</summary>
    /// <param name="name">The name of the series.</param>
    /// <param name="window">The window, whose last row is as it came.</param>
    /// <param name="passed">The time since the row before; NaN where it is not known.</param>
    public void ConvertLastRow(ReadOnlySpan<char> name, SlidingWindow window, double passed)
    {
        var row = window.LastRow;
        var scale = Find(own, name);
        var limits = Find(usual, name);
        var steps = passed > 0 && series.TimeStep is { } step ? Math.Max(passed / step, FewestSteps) : 1;
        for (var c = 0; c < row.Length; c++)
        {
            var (factor, offset) = Unit(scale, c);
            var value = isCounter[c] ? window.Counts[c].Add(row[c], steps) : row[c];
            // Not a number remains so.
            value = limits is null ? value : Math.Clamp(value, limits[c].Lowest, limits[c].Highest);
            value = double.IsNaN(lowest[c]) ? value : Logarithm(value, lowest[c]);
            row[c] = (float)((value - offset) / factor);
        }
    }

    /// <summary>Returns a value of a channel in the common unit.</summary>
    public float ToCommon(ReadOnlySpan<char> name, int channel, float value)
    {
        var (factor, offset) = Unit(Find(own, name), channel);
        return (float)((value - offset) / factor);
    }

    /// <summary>
    /// Returns how the last row of a window follows from what the window has of it: float32 [5, C], the factors, the offsets, what <see cref="Exponential"/>
    /// undoes (NaN for nothing), and of counters the origin and the steps of the increase (NaN for other channels).
    /// </summary>
    /// <param name="name">The name of the series.</param>
    /// <param name="window">The window.</param>
    public float[] ToOwn(ReadOnlySpan<char> name, SlidingWindow window)
    {
        var count = isCounter.Length;
        var unit = new float[UnitRows * count];
        unit.AsSpan(3 * count).Fill(float.NaN);
        var scale = Find(own, name);
        for (var c = 0; c < count; c++)
        {
            var (factor, offset) = Unit(scale, c);
            if (isCounter[c])
            {
                var counted = window.Counts[c];
                // Without a value before, the uncertainty of the next one is not known, either.
                factor = float.IsNaN(counted.Origin) ? double.NaN : factor;
                (factor, offset) = (factor * counted.Steps, (offset * counted.Steps) + counted.Origin);
                (unit[(3 * count) + c], unit[(4 * count) + c]) = (counted.Origin, counted.Steps);
            }

            (unit[c], unit[count + c], unit[(2 * count) + c]) = ((float)factor, (float)offset, (float)lowest[c]);
        }

        return unit;
    }

    /// <summary>Returns the value of a channel whose logarithm is known, and by how much it grows with the logarithm.</summary>
    /// <param name="logarithm">The logarithm, or what replaces it below the lowest value.</param>
    /// <param name="lowest">The lowest training value.</param>
    public static (double Value, double Slope) Exponential(double logarithm, double lowest)
    {
        var above = logarithm - Math.Log(lowest);
        var slope = lowest * Math.Exp(Math.Max(above, 0));
        return (above < 0 ? lowest * (1 + above) : slope, slope);
    }

    // The line that touches the logarithm at the lowest value: also 0 and less have a place.
    private static double Logarithm(double value, double lowest) =>
        Math.Log(lowest) + (value < lowest ? (value / lowest) - 1 : Math.Log(value / lowest));

    private static T? Find<T>(FrozenDictionary<string, T>? ofSeries, ReadOnlySpan<char> name)
        where T : class =>
        ofSeries?.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var found) == true ? found : null;

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
