namespace VaeMlNet;

/// <summary>The scores from which p-values are computed, the highest first. Model folders and checkpoints contain them.</summary>
/// <remarks>
/// All scores of up to <see cref="ExactRows"/> rows are kept. With more rows, neighboring scores far from the top are replaced
/// by the highest of them. A p-value is then never too small, and too large by at most 1 %. Immutable. Equality
/// compares the lists by reference.
/// </remarks>
internal sealed record CalibrationScores
{
    public const int ExactRows = 1000;

    private const int FinestShare = 100;

    public int FormatVersion { get; init; } = 1;

    /// <summary>Gets the number n of calibration rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Gets the source of these rows: <c>validation</c> or <c>training</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the number of rows that each score represents. The numbers add up to <see cref="Rows"/>.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>Gets the scores in nats, from the highest to the lowest, one for each of <see cref="Counts"/>.</summary>
    public required IReadOnlyList<float> NegativeElbo { get; init; }

    /// <summary>Gets the scores in nats, from the highest to the lowest, one for each of <see cref="Counts"/>.</summary>
    public required IReadOnlyList<float> ReconstructionError { get; init; }

    /// <summary>Summarizes the scores of at least one row. All scores must be finite.</summary>
    public static CalibrationScores Summarize(ScoresByKind scores, string source)
    {
        int[] counts = [.. CountsOf(scores.RowCount)];
        return new()
        {
            Rows = scores.RowCount,
            Source = source,
            Counts = counts,
            NegativeElbo = Kept(scores, VaeScoreKind.NegativeElbo, counts),
            ReconstructionError = Kept(scores, VaeScoreKind.ReconstructionError, counts),
        };
    }

    public IReadOnlyList<float> Scores(VaeScoreKind kind) =>
        kind switch
        {
            VaeScoreKind.NegativeElbo => NegativeElbo,
            VaeScoreKind.ReconstructionError => ReconstructionError,
            _ => throw new ArgumentOutOfRangeException(
                nameof(kind),
                kind,
                "There is no calibration of this kind of score."
            ),
        };

    /// <summary>Returns the share of the rows that score above a negative ELBO.</summary>
    public double ShareAbove(double threshold)
    {
        long above = 0;
        for (var i = 0; i < Counts.Count && NegativeElbo[i] > threshold; i++)
        {
            above += Counts[i];
        }

        return (double)above / Rows;
    }

    private static IEnumerable<int> CountsOf(int rows)
    {
        for (var above = 0; above < rows; )
        {
            var count = rows <= ExactRows ? 1 : (int)Math.Min(rows - above, Math.Max(1, above / FinestShare));
            yield return count;
            above += count;
        }
    }

    private static float[] Kept(ScoresByKind scores, VaeScoreKind kind, int[] counts)
    {
        using var sorted = scores.Sort(kind);
        var kept = new float[counts.Length];
        var above = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] = (float)sorted[sorted.Count - 1 - above];
            above += counts[i];
        }

        return kept;
    }
}
