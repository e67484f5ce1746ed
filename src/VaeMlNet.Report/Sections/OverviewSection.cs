namespace VaeMlNet.Report;

/// <summary>The section with the most important figures.</summary>
internal static class OverviewSection
{
    public static Section Create(ReportFacts facts) =>
        Create(
            "The scores are negative ELBOs in nats. The higher the score, the less the row resembles the training data.",
            Tiles(facts)
        );

    /// <summary>Creates the section of any model.</summary>
    /// <param name="reading">The meaning of the scores.</param>
    /// <param name="tiles">The figures.</param>
    public static Section Create(string reading, IEnumerable<Html> tiles) =>
        Section.WithoutCharts(
            "overview",
            "Overview",
            reading,
            "the share above the threshold is many times the share that the threshold was set for.",
            Html.Format($"<dl class=\"tiles\">\n{Html.Join(tiles)}</dl>\n")
        );

    private static IEnumerable<Html> Tiles(ReportFacts facts)
    {
        var scored = facts.Scored;
        var threshold = facts.Model.Manifest.Threshold;
        var seen =
            facts.Rows.Count < scored.RowCount ? $"{Figure.Count(facts.Rows.Count)} of them examined in detail" : "";
        yield return Tile("Rows", Figure.Count(scored.RowCount), seen);
        yield return Tile(
            "Above the threshold",
            Figure.Percent((double)scored.AboveThreshold / scored.RowCount),
            $"{Figure.Count(scored.AboveThreshold)} rows; the threshold was set for {Figure.Percent(1 - threshold.Quantile)} of the {threshold.Source} rows"
        );
        yield return Tile("Mean score", Figure.Number(scored.MeanScore), NotFinite(scored));
        yield return Tile(
            "Active latents",
            $"{facts.Latents.Count(latent => latent.IsActive)} of {facts.Latents.Count}",
            $"KL {Figure.Number(facts.Latents.Sum(latent => latent.Kl))} nats per row"
        );
        foreach (var tile in scored.CanBeRanked ? Ranking(scored) : [])
        {
            yield return tile;
        }
    }

    /// <summary>Creates the tiles of how well the scores rank the anomalies.</summary>
    public static IEnumerable<Html> Ranking(ScoreSummary scored)
    {
        var quality = RankingQuality.Compute(
            [.. scored.Sample.Select(row => row.Score)],
            [.. scored.Sample.Select(row => row.IsAnomaly == true)]
        );
        yield return Tile("AUROC", Figure.Number(quality.AreaUnderRoc, "0.000"), "0.5 is chance, 1 is perfect");
        yield return Tile(
            "Average precision",
            Figure.Number(quality.AveragePrecision, "0.000"),
            $"chance: {Figure.Number((double)scored.Anomalies / scored.RowCount, "0.000")}, the share of anomalies"
        );
    }

    private static string NotFinite(ScoreSummary scored) =>
        scored.NotFinite > 0 ? $"without {Figure.Count(scored.NotFinite)} scores that are not finite" : "nats per row";

    /// <summary>Creates a figure with its name and an explanation.</summary>
    public static Html Tile(string name, string value, string hint) =>
        Html.Format(
            $"<div class=\"tile\"><dt>{name}</dt><dd><span class=\"value\">{value}</span><span class=\"hint\">{hint}</span></dd></div>\n"
        );
}
