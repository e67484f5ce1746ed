namespace VaeMlNet.Report;

/// <summary>Describes what the scores of a model consist of.</summary>
internal static class ScoreMeaning
{
    /// <summary>Returns what training chose as the score.</summary>
    public static string Of(VaeManifest manifest) =>
        manifest switch
        {
            { NormalRows.Score: VaeNormalRows.OfDistance } => "distance to the nearest normal rows",
            { NormalRows.Score: VaeNormalRows.OfBoth } => "negative ELBO plus the distance to the nearest normal rows",
            { NormalRows: not null } => "negative ELBO of a model of normal rows",
            { Training.HiddenCells: not null } => "sum of -log p of each cell given the others",
            _ => "negative ELBO",
        };

    /// <summary>Returns how known anomalies changed the score; null if none did.</summary>
    public static string? OfLabels(VaeManifest manifest) =>
        manifest.Training is { LogarithmicAbove: { } limit, LabeledRows: var labeled }
            ? FormattableString.Invariant($"learned from {labeled} labeled rows, logarithmic above {limit:0.####}")
            : null;
}
