namespace VaeMlNet;

/// <summary>Options for the anomaly threshold, which is computed from the scores of rows. Set at most one of them.</summary>
/// <remarks>
/// A row is labeled as an anomaly if its score is above the threshold. Use <see cref="Contamination"/> for rows some of which
/// are anomalies, and the other two for normal rows. <see cref="Quantile"/> describes the given rows, and <see
/// cref="FalsePositiveRate"/> future rows; its threshold is at least as high. With many rows, Quantile = 1 - FalsePositiveRate
/// gives nearly the same threshold. If none is set, the rate is 0.01, or the lowest one that the rows can give: 1 / (n + 1) for n
/// rows, which the highest score gives. Training with none set leaves out scores that are far above all others, at most 2 percent of the rows or three of fewer, unless
/// all rows are known to be normal. Thread safety: immutable.
/// </remarks>
public sealed record VaeThresholdOptions
{
    /// <summary>
    /// Gets the share of the rows that are anomalies. The threshold lies halfway between two scores, so that this share of the
    /// rows, rounded to whole rows, scores above it.
    /// </summary>
    /// <value>Default: null. Range: above 0, at most 0.5.</value>
    public double? Contamination { get; init; }

    /// <summary>
    /// Gets the share of the rows that score at most the threshold. It is interpolated between two scores (Hyndman &amp; Fan 1996,
    /// type 7).
    /// </summary>
    /// <value>Default: null. Range: above 0, below 1.</value>
    public double? Quantile { get; init; }

    /// <summary>Gets the share of future normal rows that may be labeled as anomalies.</summary>
    /// <value>Default: null. Range: above 0, below 1. There must be at least 1 / rate - 1 rows, such as 99 for 0.01.</value>
    /// <remarks>
    /// The threshold is the ceil((n + 1)(1 - rate))-th smallest score of n normal rows that training did not learn from. A further
    /// normal row exceeds it with at most that probability, on average over such sets of n rows, for any distribution of the
    /// scores (split conformal prediction: Vovk, Gammerman &amp; Shafer 2005; Laxhammar &amp; Falkman 2010 for anomalies;
    /// Angelopoulos &amp; Bates 2023, sec. 1).
    /// </remarks>
    public double? FalsePositiveRate { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    /// <exception cref="ArgumentException">More than one rule is set.</exception>
    internal void Check(string name)
    {
        Require(
            Contamination is null or (> 0 and <= 0.5),
            $"{name}.{nameof(Contamination)}",
            Contamination,
            "above 0 and at most 0.5"
        );
        Require(Quantile is null or (> 0 and < 1), $"{name}.{nameof(Quantile)}", Quantile, "above 0 and below 1");
        Require(
            FalsePositiveRate is null or (> 0 and < 1),
            $"{name}.{nameof(FalsePositiveRate)}",
            FalsePositiveRate,
            "above 0 and below 1"
        );
        (string Name, double? Value)[] given =
        [
            .. new[]
            {
                (nameof(Contamination), Contamination),
                (nameof(Quantile), Quantile),
                (nameof(FalsePositiveRate), FalsePositiveRate),
            }.Where(m => m.Item2 is not null),
        ];
        if (given.Length > 1)
        {
            throw Contradiction($"{name}.{given[0].Name}", given[0].Value, $"{name}.{given[1].Name}", given[1].Value);
        }
    }

    /// <summary>Creates the error for two rules at once.</summary>
    internal static ArgumentException Contradiction(
        string firstName,
        double? firstValue,
        string secondName,
        double? secondValue
    ) =>
        new(
            FormattableString.Invariant(
                $"{firstName} is {firstValue} and {secondName} is {secondValue}, but there is only one threshold. Set one of them."
            )
        );

    private static void Require(bool condition, string name, double? value, string expected)
    {
        if (!condition)
        {
            throw new ArgumentOutOfRangeException(
                name,
                FormattableString.Invariant($"{name} is {value}, but must be {expected}, or null for another rule.")
            );
        }
    }
}
