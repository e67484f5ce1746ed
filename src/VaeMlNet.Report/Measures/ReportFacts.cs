namespace VaeMlNet.Report;

/// <summary>The measurements of a report.</summary>
internal sealed record ReportFacts
{
    /// <summary>Gets the opened model.</summary>
    public required VaeModel Model { get; init; }

    /// <summary>Gets the meaning of the numbers in a row.</summary>
    public required RowLayout Layout { get; init; }

    /// <summary>Gets a summary of the scores of all rows.</summary>
    public required ScoreSummary Scored { get; init; }

    /// <summary>Gets the course of the training; null for a model without a history.</summary>
    public required TrainingCourse? Training { get; init; }

    /// <summary>Gets the rows on the latent map.</summary>
    public required IReadOnlyList<MappedRow> Rows { get; init; }

    /// <summary>Gets the rows of <see cref="Top"/> that are not on the map.</summary>
    public required IReadOnlyList<MappedRow> OtherRows { get; init; }

    /// <summary>Gets the positions of these rows on the map.</summary>
    public required LatentMap Map { get; init; }

    /// <summary>Gets how strongly each latent responds to the rows on the map.</summary>
    public required IReadOnlyList<VaeLatentUse> Latents { get; init; }

    /// <summary>
    /// Gets the reconstruction errors of each column over the rows on the map; empty where rows are images.
    /// </summary>
    public required IReadOnlyList<ColumnReconstruction> Columns { get; init; }

    /// <summary>Gets the distributions of the columns; empty where rows are images.</summary>
    public required IReadOnlyList<ColumnComparison> Compared { get; init; }

    /// <summary>Gets the differences between the training data and these rows.</summary>
    public required DataDrift Drift { get; init; }

    /// <summary>Gets the traversals of the latents with the largest KL divergence; empty for models with conditions.</summary>
    public required IReadOnlyList<Traversal> Traversals { get; init; }

    /// <summary>Gets pairs of rows that are far apart in the latent space, the most distant first.</summary>
    public required IReadOnlyList<(DetailedRow From, DetailedRow To)> Pairs { get; init; }

    /// <summary>Gets how well the scores rank labeled anomalies; null where that cannot be measured.</summary>
    public required RankingQuality? Ranking { get; init; }

    /// <summary>Gets a few rows of the map, shown beside their reconstructions.</summary>
    public required IReadOnlyList<DetailedRow> Examples { get; init; }

    /// <summary>Gets the rows with the highest scores, highest first.</summary>
    public required IReadOnlyList<DetailedRow> Top { get; init; }

    /// <summary>Gets in words why these rows have their scores, by the number of the row; empty where the model cannot tell.</summary>
    public required IReadOnlyDictionary<long, string[]> Reasons { get; init; }
}
