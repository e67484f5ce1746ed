namespace VaeMlNet;

/// <summary>The excess of scores above those of usual rows, on a logarithmic scale.</summary>
/// <param name="Limit">The 0.7 quantile of the scores: as many rows as trimming leaves out can be unknown anomalies.</param>
/// <param name="Unit">The unit of the logarithm: 0.3 of the usual excess above the limit.</param>
internal readonly record struct ScoreExcess(double Limit, double Unit)
{
    private const double UsualShare = 0.7;
    private const double UnitShare = 0.3;
    private const double LeastUnit = 1e-3;

    /// <summary>Finds the limit and the unit.</summary>
    /// <param name="scores">The scores of all rows, finite, at least one.</param>
    public static ScoreExcess Find(IEnumerable<float> scores)
    {
        using var sorted = SortedValues.Of(scores.Select(score => (double)score));
        var limit = Quantile.Compute(sorted, UsualShare);
        var usualExcess = Quantile.Compute(sorted, (1 + UsualShare) / 2) - limit;
        return new(limit, Math.Max(LeastUnit, UnitShare * usualExcess));
    }

    /// <summary>Returns the logarithm of one more than the excess of a score in units; 0 for scores up to the limit.</summary>
    public double Log(double score) => Math.Log(1 + (Math.Max(0, score - Limit) / Unit));
}
