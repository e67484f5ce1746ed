namespace VaeMlNet;

/// <summary>The file calibration.json of a model folder, and the checks of its contents.</summary>
internal static class CalibrationJson
{
    /// <summary>The largest number of scores that is read. A calibration of 10^9 rows has about 1,800.</summary>
    private const int LargestCount = 10_000;

    public static ModelFolderFile<CalibrationScores> File { get; } =
        new(ModelFolderFiles.Calibration, "calibration", scores => scores.FormatVersion, Complaint);

    private static string? Complaint(CalibrationScores scores)
    {
        var count = scores.Counts.Count;
        if (count is 0 or > LargestCount || scores.Counts.Any(c => c < 1))
        {
            return FormattableString.Invariant($"it has {count} counts, expected 1 to {LargestCount}, each at least 1");
        }

        var rows = scores.Counts.Sum(c => (long)c);
        if (rows != scores.Rows)
        {
            return FormattableString.Invariant($"its counts add up to {rows}, but rows is {scores.Rows}");
        }

        return ScoreKind
            .All.Select(kind => Complaint(kind.Name, scores.Scores(kind.Kind), count))
            .FirstOrDefault(complaint => complaint is not null);
    }

    private static string? Complaint(string name, IReadOnlyList<float> scores, int count) =>
        scores.Count == count && scores.All(float.IsFinite) && scores.Zip(scores.Skip(1)).All(p => p.First >= p.Second)
            ? null
            : FormattableString.Invariant(
                $"{name} has {scores.Count} scores, expected {count} finite ones from the highest to the lowest"
            );
}
