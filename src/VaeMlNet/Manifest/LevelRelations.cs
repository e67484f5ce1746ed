namespace VaeMlNet;

/// <summary>The levels of channels that follow from the levels of the others in the same window, and the range of the differences in training.</summary>
/// <remarks>
/// Levels count from <see cref="VaeSeries.Means"/> in units of <see cref="VaeSeries.Scales"/>. The difference of channel c is
/// l_c - sum_j Weights[c, j] l_j. The range is that of windows that the regressions had not read.
/// </remarks>
internal sealed record LevelRelations
{
    /// <summary>Gets the weight of each channel in the level of another one, a row for each channel that follows: float32 [C * C], 0 for a channel in its own row.</summary>
    public required IReadOnlyList<float> Weights { get; init; }

    /// <summary>Gets the lowest difference of each channel in training: float32 [C].</summary>
    public required IReadOnlyList<float> Lowest { get; init; }

    /// <summary>Gets the highest difference of each channel in training: float32 [C].</summary>
    public required IReadOnlyList<float> Highest { get; init; }
}
