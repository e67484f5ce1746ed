namespace VaeMlNet;

/// <summary>The distances that show whether synthetic rows are copies of the real rows that the model was trained on.</summary>
/// <remarks>
/// The distance of a row to its closest record (Platzer and Reutterer 2021) is the smallest Euclidean distance to a real row:
/// numbers in standard deviations of the real rows, 1 for each category that differs and for each cell that is missing on one
/// side only. Immutable, hence thread-safe.
/// </remarks>
public sealed record VaeCopyQuality
{
    /// <summary>Median distance of the synthetic rows to their closest real row.</summary>
    public required double SyntheticDistance { get; init; }

    /// <summary>
    /// The same of held-out rows; without such, of the real rows to the closest other one. Null where there is one real row
    /// alone.
    /// </summary>
    public required double? RealDistance { get; init; }

    /// <summary>
    /// Gets a value indicating whether <see cref="RealDistance"/> and <see cref="RealCopyShare"/> come from held-out rows.
    /// </summary>
    public required bool IsAgainstHeldOut { get; init; }

    /// <summary>
    /// <see cref="SyntheticDistance"/> over <see cref="RealDistance"/>: about 1 is best; near 0 the synthetic rows repeat real
    /// ones, far above 1 they lie where no real rows are. 1 when both are 0; null when only the real one is, or is null.
    /// </summary>
    public double? DistanceRatio =>
        RealDistance is not { } real ? null
        : real > 0 ? SyntheticDistance / real
        : SyntheticDistance == 0 ? 1
        : null;

    /// <summary>Share of the synthetic rows that equal a real row in every compared cell, 0 to 1.</summary>
    public required double CopyShare { get; init; }

    /// <summary>
    /// What that share is without any copying: of held-out rows that equal a real one, or else of real rows that another one
    /// equals. Tables of few categories have many.
    /// </summary>
    public required double RealCopyShare { get; init; }
}
