namespace VaeMlNet;

/// <summary>Metrics that show whether synthetic rows repeat the real rows that the model was trained on.</summary>
/// <remarks>
/// The distance of a row to its closest record is the smallest distance to a real row: the mean over the columns of
/// |a - b| / range for numbers, at most 1, and of 0 or 1 for equal and different categories (Gower 1971). A cell that is missing
/// on one side only counts as different. Thread safety: immutable.
/// </remarks>
public sealed record VaePrivacyQuality
{
    /// <summary>
    /// Gets the share of synthetic rows that match no real row. Rows match if all categories are equal and all numbers are within
    /// 1 % of the synthetic value. 0 to 1, 1 for no copies. Source: SDMetrics, NewRowSynthesis.
    /// </summary>
    public required double NewRowShare { get; init; }

    /// <summary>
    /// Gets the same share of held-out rows, which are no copies: tables of few categories have many equal rows. Null without
    /// held-out rows.
    /// </summary>
    public required double? HeldOutNewRowShare { get; init; }

    /// <summary>
    /// Gets the overfitting protection: 2 (1 - the share of synthetic rows that are closer to a training row than to a
    /// held-out row), at most 1. 0 to 1: 1 if synthetic rows are as close to rows that the model has not seen, 0 if all are
    /// closer to the training rows. Null without held-out rows. Source: SDMetrics, DCROverfittingProtection, here with equally many
    /// rows of both kinds. If there are fewer held-out rows, a random sample of the training rows is used, and copies of the other
    /// training rows do not lower the value; <see cref="NewRowShare"/> detects these.
    /// </summary>
    public required double? OverfittingProtection { get; init; }

    /// <summary>
    /// Gets the baseline protection: the median distance of synthetic rows to their closest real row, relative to that of
    /// rows whose cells are drawn uniformly, at most 1. 0 to 1: 0 for copies, 1 for rows without any relation to the real rows.
    /// Realistic rows lie between the two. Null if random rows repeat real ones too. Source: SDMetrics, DCRBaselineProtection.
    /// </summary>
    public required double? BaselineProtection { get; init; }
}
