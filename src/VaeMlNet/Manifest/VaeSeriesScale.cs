namespace VaeMlNet;

/// <summary>The usual level and unit of the channels of one series; see <see cref="VaeSeries.OwnScales"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeSeriesScale
{
    /// <summary>Gets the mean of each channel in the series, in the channel's unit: float32 [C].</summary>
    public required IReadOnlyList<float> Means { get; init; }

    /// <summary>Gets the unit in which a channel's distance from its mean counts, near its standard deviation: float32 [C], above 0.</summary>
    public required IReadOnlyList<float> Scales { get; init; }
}
