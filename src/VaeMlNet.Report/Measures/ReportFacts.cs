namespace VaeMlNet.Report;

/// <summary>All measurements of a report, before anything is drawn.</summary>
internal sealed record ReportFacts
{
    /// <summary>Gets the opened model.</summary>
    public required VaeModel Model { get; init; }

    /// <summary>Gets the meaning of the numbers of a row.</summary>
    public required RowLayout Layout { get; init; }

    /// <summary>Gets the scores of all rows in summary.</summary>
    public required ScoreSummary Scored { get; init; }

    /// <summary>Gets the rows on the latent map.</summary>
    public required IReadOnlyList<MappedRow> Rows { get; init; }

    /// <summary>Gets the positions of these rows on the map.</summary>
    public required LatentMap Map { get; init; }

    /// <summary>Gets how much each latent responds to these rows.</summary>
    public required IReadOnlyList<VaeLatentUse> Latents { get; init; }

    /// <summary>Gets the reconstruction errors of each column over these rows; empty where rows are images.</summary>
    public required IReadOnlyList<ColumnReconstruction> Columns { get; init; }

    /// <summary>Gets a few of these rows, to be shown beside their reconstructions.</summary>
    public required IReadOnlyList<DetailedRow> Examples { get; init; }

    /// <summary>Gets the rows with the highest scores, highest first.</summary>
    public required IReadOnlyList<DetailedRow> Top { get; init; }
}
