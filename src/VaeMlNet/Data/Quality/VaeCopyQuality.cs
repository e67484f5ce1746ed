namespace VaeMlNet;

/// <summary>The distances that show whether synthetic rows are copies of the real rows that the model was trained on.</summary>
/// <remarks>
/// The distance of a row to its closest record (Platzer and Reutterer 2021) is the smallest Euclidean distance to a real row.
/// Numbers count in standard deviations of the real rows. Each category that differs, and each cell that is missing in one of
/// the two rows, counts 1. Thread safety: immutable.
/// </remarks>
public sealed record VaeCopyQuality
{
    /// <summary>Gets the median distance of the synthetic rows to their closest real row.</summary>
    public required double SyntheticDistance { get; init; }

    /// <summary>
    /// Gets the median distance of the held-out rows to their closest real row. Without held-out rows, it is the median
    /// distance of the real rows to the closest other real row; null for a single real row.
    /// </summary>
    public required double? RealDistance { get; init; }

    /// <summary>
    /// Gets a value indicating whether <see cref="RealDistance"/> and <see cref="RealCopyShare"/> come from held-out rows.
    /// </summary>
    public required bool IsAgainstHeldOut { get; init; }

    /// <summary>
    /// Gets <see cref="SyntheticDistance"/> divided by <see cref="RealDistance"/>. About 1 is best. Near 0, the synthetic rows
    /// repeat real rows. Far above 1, they are far from all real rows. 1 if both distances are 0; null if only the real
    /// distance is 0 or it is null.
    /// </summary>
    public double? DistanceRatio =>
        RealDistance is not { } real ? null
        : real > 0 ? SyntheticDistance / real
        : SyntheticDistance == 0 ? 1
        : null;

    /// <summary>Gets the share of the synthetic rows that equal a real row in every compared cell, 0 to 1.</summary>
    public required double CopyShare { get; init; }

    /// <summary>
    /// Gets the share to expect without copying: the share of held-out rows that equal a real row or, without held-out rows, of
    /// real rows that equal another real row. It is high for tables of few categories.
    /// </summary>
    public required double RealCopyShare { get; init; }
}
