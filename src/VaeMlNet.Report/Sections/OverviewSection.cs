namespace VaeMlNet.Report;

/// <summary>The figures that say most.</summary>
internal static class OverviewSection
{
    public static Section Of(ReportFacts facts) =>
        Section.Of(
            "overview",
            "At a glance",
            "The scores are negative ELBOs in nats: the higher, the less a row is like the training data.",
            "a share above the threshold that is many times the one the threshold was set for.",
            Html.Of($"<dl class=\"tiles\">\n{Html.Join(Tiles(facts))}</dl>\n")
        );

    private static IEnumerable<Html> Tiles(ReportFacts facts)
    {
        var scored = facts.Scored;
        var threshold = facts.Model.Manifest.Threshold;
        var seen =
            facts.Rows.Count < scored.RowCount ? $"{Figure.Count(facts.Rows.Count)} of them looked at closely" : "";
        yield return Tile("Rows", Figure.Count(scored.RowCount), seen);
        yield return Tile(
            "Above the threshold",
            Figure.Percent((double)scored.AboveThreshold / scored.RowCount),
            $"{Figure.Count(scored.AboveThreshold)} rows; {Figure.Percent(1 - threshold.Quantile)} of the {threshold.Source} rows were meant to be"
        );
        yield return Tile("Mean score", Figure.Of(scored.MeanScore), NotFinite(scored));
        yield return Tile(
            "Active latents",
            $"{facts.Latents.Count(latent => latent.IsActive)} of {facts.Latents.Count}",
            $"KL {Figure.Of(facts.Latents.Sum(latent => latent.Kl))} nats per row"
        );
        foreach (var tile in scored.CanBeRanked ? Ranking(scored) : [])
        {
            yield return tile;
        }
    }

    private static IEnumerable<Html> Ranking(ScoreSummary scored)
    {
        var quality = RankingQuality.Compute(
            [.. scored.Sample.Select(row => row.Score)],
            [.. scored.Sample.Select(row => row.IsAnomaly == true)]
        );
        yield return Tile("AUROC", Figure.Of(quality.AreaUnderRoc, "0.000"), "0.5 is chance, 1 perfect");
        yield return Tile(
            "Average precision",
            Figure.Of(quality.AveragePrecision, "0.000"),
            $"chance: {Figure.Of((double)scored.Anomalies / scored.RowCount, "0.000")}, the share of anomalies"
        );
    }

    private static string NotFinite(ScoreSummary scored) =>
        scored.NotFinite > 0
            ? $"without {Figure.Count(scored.NotFinite)} scores that are no finite number"
            : "nats per row";

    private static Html Tile(string name, string value, string hint) =>
        Html.Of(
            $"<div class=\"tile\"><dt>{name}</dt><dd><span class=\"value\">{value}</span><span class=\"hint\">{hint}</span></dd></div>\n"
        );
}
