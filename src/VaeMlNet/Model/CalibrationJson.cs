using System.Text.Json;

namespace VaeMlNet;

/// <summary>Reads and writes calibration.json of a model folder.</summary>
internal static class CalibrationJson
{
    /// <summary>The largest number of scores that is read. A calibration of 10^9 rows has about 1,800.</summary>
    private const int LargestCount = 10_000;

    private static readonly JsonSerializerOptions Options = new(ManifestJson.Options) { WriteIndented = false };

    /// <summary>Parses the bytes of a model folder's calibration.json.</summary>
    /// <exception cref="VaeModelException">The bytes are not a calibration, or have a newer version.</exception>
    public static CalibrationScores Parse(ReadOnlySpan<byte> utf8, string modelFolder)
    {
        CalibrationScores scores;
        try
        {
            ManifestJson.CheckTokens(utf8, ModelFolderLimits.MostOtherTokens);
            scores =
                JsonSerializer.Deserialize<CalibrationScores>(utf8, Options)
                ?? throw new JsonException("It contains only null.");
        }
        catch (JsonException e)
        {
            throw ModelFolderErrors.BadCalibration(modelFolder, $"it is no valid calibration ({e.Reason()})", e);
        }

        return Complaint(scores) is { } complaint
            ? throw ModelFolderErrors.BadCalibration(modelFolder, complaint)
            : scores;
    }

    /// <summary>Writes calibration.json.</summary>
    public static void Write(string path, CalibrationScores scores) =>
        File.WriteAllText(path, JsonSerializer.Serialize(scores, Options) + "\n");

    /// <summary>Returns the problem of the scores; null if they are valid.</summary>
    internal static string? Complaint(CalibrationScores scores)
    {
        if (scores.FormatVersion != CalibrationScores.CurrentFormatVersion)
        {
            return FormattableString.Invariant(
                $"it is of format version {scores.FormatVersion}, expected {CalibrationScores.CurrentFormatVersion}"
            );
        }

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
