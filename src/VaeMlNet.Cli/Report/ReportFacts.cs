namespace VaeMlNet.Cli;

/// <summary>All that was measured for a report, before anything of it is drawn.</summary>
internal sealed record ReportFacts
{
    /// <summary>The opened model.</summary>
    public required VaeModel Model { get; init; }

    /// <summary>What a row means.</summary>
    public required RowLayout Layout { get; init; }

    /// <summary>The scores of all rows.</summary>
    public required ScoredFile Scored { get; init; }

    /// <summary>The rows that were looked at closely.</summary>
    public required IReadOnlyList<MappedRow> Rows { get; init; }

    /// <summary>Where they are in the latent space.</summary>
    public required LatentMap Map { get; init; }

    /// <summary>What each latent carries, over these rows.</summary>
    public required IReadOnlyList<LatentUse> Latents { get; init; }

    /// <summary>How each column comes back, over these rows; none where rows are images.</summary>
    public required IReadOnlyList<ColumnErrors> Columns { get; init; }

    /// <summary>A few of these rows, to show beside what becomes of them.</summary>
    public required IReadOnlyList<DetailedRow> Examples { get; init; }

    /// <summary>The rows with the highest scores, highest first.</summary>
    public required IReadOnlyList<DetailedRow> Top { get; init; }
}
