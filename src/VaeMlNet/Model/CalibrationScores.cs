namespace VaeMlNet;

/// <summary>
/// The scores of rows that p-values are taken against, the highest ones first. Part of model folder and checkpoint.
/// </summary>
/// <remarks>
/// Of up to <see cref="ExactRows"/> rows every score is kept. Of more, neighbors far from the top are stood for by the highest of
/// them, so that a p-value is never too small, and too large by at most 1 %. Immutable.
/// </remarks>
internal sealed record CalibrationScores
{
    public const int ExactRows = 1000;

    /// <summary>The format version of calibration.json that is written and read.</summary>
    public const int CurrentFormatVersion = 1;

    private const int FinestShare = 100;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>The number n of calibration rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Gets the source of these rows: <c>validation</c> or <c>training</c>.</summary>
    public required string Source { get; init; }

    /// <summary>For how many rows each score stands; they add up to <see cref="Rows"/>.</summary>
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>Scores in nats, from the highest to the lowest: one for each of <see cref="Counts"/>.</summary>
    public required IReadOnlyList<float> NegativeElbo { get; init; }

    /// <summary>Scores in nats, from the highest to the lowest: one for each of <see cref="Counts"/>.</summary>
    public required IReadOnlyList<float> ReconstructionError { get; init; }

    /// <summary>Keeps the scores of rows: at least one, finite.</summary>
    public static CalibrationScores Summarize(ScoresByKind scores, string source)
    {
        int[] counts = [.. CountsOf(scores.RowCount)];
        return new()
        {
            Rows = scores.RowCount,
            Source = source,
            Counts = counts,
            NegativeElbo = Kept(scores[VaeScoreKind.NegativeElbo], counts),
            ReconstructionError = Kept(scores[VaeScoreKind.ReconstructionError], counts),
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

    /// <summary>By value, as records are: the lists would be compared by reference.</summary>
    public bool Equals(CalibrationScores? other) =>
        other is not null
        && (FormatVersion, Rows, Source) == (other.FormatVersion, other.Rows, other.Source)
        && Counts.SequenceEqual(other.Counts)
        && ScoreKind.All.All(kind => Scores(kind.Kind).SequenceEqual(other.Scores(kind.Kind)));

    public override int GetHashCode() => HashCode.Combine(Rows, Source, Counts.Count);

    private static IEnumerable<int> CountsOf(int rows)
    {
        for (var above = 0; above < rows; )
        {
            var count = rows <= ExactRows ? 1 : (int)Math.Min(rows - above, Math.Max(1, above / FinestShare));
            yield return count;
            above += count;
        }
    }

    private static float[] Kept(IEnumerable<double> scores, int[] counts)
    {
        float[] descending = [.. scores.Select(score => (float)score).OrderDescending()];
        var above = 0;
        return
        [
            .. counts.Select(count =>
            {
                var highest = descending[above];
                above += count;
                return highest;
            }),
        ];
    }
}
