using System.Collections.Frozen;

namespace VaeMlNet;

/// <summary>Converts the channels of series with scales of their own into the common unit of the model. Immutable.</summary>
internal sealed class CommonUnits
{
    private readonly VaeSeries series;
    private readonly FrozenDictionary<string, SeriesScale> own;

    private CommonUnits(VaeSeries series)
    {
        this.series = series;
        own = series.OwnScales!.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Returns the conversion; null if all series have one scale.</summary>
    public static CommonUnits? Of(VaeSeries? series) => series?.OwnScales is null ? null : new(series);

    /// <summary>Converts a row of a series into the common unit.</summary>
    /// <param name="name">The name of the series.</param>
    /// <param name="row">The channels: float32 [C].</param>
    /// <param name="converted">Receives the channels in the common unit: float32 [C].</param>
    public void Convert(ReadOnlySpan<char> name, ReadOnlySpan<float> row, Span<float> converted)
    {
        for (var c = 0; c < row.Length; c++)
        {
            var (factor, offset) = Find(name, c);
            converted[c] = (float)((row[c] - offset) / factor);
        }
    }

    /// <summary>Returns how the unit of a series follows from the common one: float32 [2, C], the factors and the offsets.</summary>
    public float[] ToOwn(ReadOnlySpan<char> name)
    {
        var count = series.Channels.Count;
        var unit = new float[2 * count];
        for (var c = 0; c < count; c++)
        {
            var (factor, offset) = Find(name, c);
            (unit[c], unit[count + c]) = ((float)factor, (float)offset);
        }

        return unit;
    }

    private (double Factor, double Offset) Find(ReadOnlySpan<char> name, int channel)
    {
        if (!own.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var scale))
        {
            return (1, 0);
        }

        var factor = (double)scale.Scales[channel] / series.Scales[channel];
        return (factor, scale.Means[channel] - (series.Means[channel] * factor));
    }
}
