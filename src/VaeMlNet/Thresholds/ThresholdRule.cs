namespace VaeMlNet;

/// <summary>A rule that computes a threshold from scores, as <see cref="VaeThresholdOptions"/> selects it.</summary>
/// <param name="Name">The name of the rule in the manifest: a constant of <see cref="VaeThreshold"/>.</param>
/// <param name="Quantile">The share of the rows that should score at most the threshold.</param>
/// <param name="Compute">Computes the threshold from finite scores, at least one.</param>
/// <param name="RowsNeeded">The fewest rows for which the rule guarantees its rate.</param>
internal sealed record ThresholdRule(
    string Name,
    double Quantile,
    Func<SortedValues, double> Compute,
    double RowsNeeded = 1
)
{
    private const double DefaultRate = 0.01;

    // Where a normal score is left out, few more rows are labeled. Where a wrong one is not, it labels no row. The real share is in docs/theory.md.
    private const double ProbabilityByChance = 0.05;
    private const int FewestTimes = 3;
    private const double FarFactor = 4;

    /// <summary>Gets whether few scores that are far above all others do not count, because rows can be anomalies. Rows of times have another rule.</summary>
    public bool LeavesOutIsolated { get; init; }

    /// <summary>Gets whether the rule is that of <see cref="VaeThresholdOptions.FalsePositiveRate"/>.</summary>
    public bool IsConformal => Name == VaeThreshold.ByFalsePositiveRate;

    /// <summary>Computes the threshold from finite scores, at least one.</summary>
    public double Apply(IEnumerable<double> scores)
    {
        using var sorted = SortedValues.Of(scores);
        return Compute(sorted);
    }

    /// <summary>
    /// Computes the threshold from finite scores of several times. One time is left out if its own threshold is more than four times as far from the median of
    /// all scores as the second highest one: what happened then is no usual operation.
    /// </summary>
    /// <param name="times">The scores of each time, at least one.</param>
    public double Apply(IReadOnlyList<double[]> times)
    {
        using var all = SortedValues.Of(times.SelectMany(scores => scores));
        if (times.Count >= FewestTimes)
        {
            (double Threshold, double[] Scores)[] highestFirst =
            [
                .. times.Select(scores => (Apply(scores), scores)).OrderByDescending(time => time.Item1),
            ];
            var median = VaeMlNet.Quantile.Compute(all, 0.5);
            if (highestFirst[0].Threshold - median > FarFactor * (highestFirst[1].Threshold - median))
            {
                return Apply(highestFirst.Skip(1).SelectMany(time => time.Scores));
            }
        }

        return Compute(all);
    }

    /// <summary>Computes the threshold from the finite scores of a kind.</summary>
    /// <param name="scores">The scores of at least one row.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="timeLengths">The numbers of rows in times that follow one another; null for rows in any order.</param>
    public double Apply(ScoresByKind scores, VaeScoreKind kind, IReadOnlyList<int>? timeLengths)
    {
        if (timeLengths is not null)
        {
            var first = 0;
            double[] all = [.. scores[kind]];
            return Apply([.. timeLengths.Select(length => all[first..(first += length)])]);
        }

        using var sorted = scores.Sort(kind);
        if (LeavesOutIsolated)
        {
            sorted.RemoveIsolated(IsolatedEnd.Most(sorted.Count), ProbabilityByChance);
        }

        return Compute(sorted);
    }

    /// <summary>Computes the thresholds of all kinds.</summary>
    /// <param name="scores">The finite scores of at least one row.</param>
    /// <param name="source">The value of <see cref="VaeThreshold.Source"/>.</param>
    /// <param name="timeLengths">The numbers of rows in times that follow one another; null for rows in any order.</param>
    public VaeThreshold Fit(ScoresByKind scores, string source, IReadOnlyList<int>? timeLengths = null)
    {
        return new()
        {
            Rule = Name,
            Quantile = QuantileOf(scores.RowCount),
            NegativeElbo = Apply(scores, VaeScoreKind.NegativeElbo, timeLengths),
            ReconstructionError = Apply(scores, VaeScoreKind.ReconstructionError, timeLengths),
            MarginalLikelihood = scores[VaeScoreKind.MarginalLikelihood].Any()
                ? Apply(scores, VaeScoreKind.MarginalLikelihood, timeLengths)
                : null,
            Rows = scores.RowCount,
            Source = source,
        };
    }

    /// <summary>Creates the rule from checked options. Null means the default.</summary>
    public static ThresholdRule From(VaeThresholdOptions? options) =>
        options switch
        {
            { Contamination: { } share } => new(
                VaeThreshold.ByContamination,
                // 1 - 1e-17 is 1, which is no quantile of a manifest.
                Math.Min(1 - share, Math.BitDecrement(1.0)),
                scores => VaeMlNet.Quantile.ExceededBy(scores, share)
            ),
            { FalsePositiveRate: { } rate } => ByFalsePositiveRate(rate) with
            {
                RowsNeeded = VaeMlNet.Quantile.RowsNeeded(rate),
            },
            { Quantile: { } quantile } => new(
                VaeThreshold.ByQuantile,
                quantile,
                scores => VaeMlNet.Quantile.Compute(scores, quantile)
            ),
            _ => ByFalsePositiveRate(DefaultRate),
        };

    /// <summary>Returns <see cref="Quantile"/>, or the nearest one that so few rows can give.</summary>
    /// <param name="rows">The number of rows, at least 1.</param>
    public double QuantileOf(long rows) =>
        IsConformal ? Math.Min(Quantile, 1 - VaeMlNet.Quantile.LowestRate(rows)) : Quantile;

    /// <summary>Checks that there are enough rows for the rule's rate.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="rowsInWords">What the rows are, in messages.</param>
    /// <param name="otherRemedy">What to do instead of passing more rows or a larger rate.</param>
    /// <exception cref="InvalidOperationException">There are too few rows.</exception>
    public void CheckRowCount(
        long rows,
        string rowsInWords,
        string otherRemedy = ", or choose a quantile, which works with any number of rows"
    )
    {
        if (rows < RowsNeeded)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"A threshold for a false-positive rate of {1 - Quantile:0.##########} needs at least {RowsNeeded} normal rows, but there are {rows} {rowsInWords}. Pass more rows or a larger rate{otherRemedy}."
                )
            );
        }
    }

    // With too few rows for the rate, the largest score.
    private static ThresholdRule ByFalsePositiveRate(double rate) =>
        new(VaeThreshold.ByFalsePositiveRate, 1 - rate, scores => VaeMlNet.Quantile.Conformal(scores, rate));
}
