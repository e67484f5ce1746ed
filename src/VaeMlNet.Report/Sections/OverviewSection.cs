namespace VaeMlNet.Report;

/// <summary>The section with the most important figures.</summary>
internal static class OverviewSection
{
    public static Section Create(ReportFacts facts, ReportCommands commands)
    {
        var threshold = facts.Model.Manifest.Threshold;
        ScoreVerdict ofScores = new(facts.Scored, threshold, threshold.NegativeElbo, commands);
        return Create(
            [TrainingVerdict.Judge(facts, commands), ofScores.Judge(facts.Ranking), DataVerdict.Judge(facts, commands)],
            $"The score of a row is the {ScoreMeaning.Of(facts.Model.Manifest)} in nats{(ScoreMeaning.OfLabels(facts.Model.Manifest) is { } changed ? $", changed by known anomalies: {changed}" : "")}. The higher the score, the less the row resembles the training data.",
            Tiles(facts)
        );
    }

    /// <summary>Creates the section of any model.</summary>
    /// <param name="verdicts">The answers to the most important questions.</param>
    /// <param name="reading">The meaning of the scores.</param>
    /// <param name="tiles">The figures.</param>
    public static Section Create(IEnumerable<Verdict> verdicts, string reading, IEnumerable<Html> tiles) =>
        new Section(
            "overview",
            "Overview",
            "",
            "",
            Html.Format(
                $"{Verdict.List(verdicts)}<dl class=\"tiles\">\n{Html.Join(tiles)}</dl>\n{Blocks.Note(reading)}"
            )
        );

    private static IEnumerable<Html> Tiles(ReportFacts facts)
    {
        var scored = facts.Scored;
        var threshold = facts.Model.Manifest.Threshold;
        var seen =
            facts.Rows.Count < scored.RowCount ? $"{Figure.Count(facts.Rows.Count)} of them examined in detail" : "";
        yield return Tile("Rows", Figure.Count(scored.RowCount), seen);
        yield return AboveThreshold(scored, threshold);
        yield return Tile("Mean score", Figure.Number(scored.MeanScore), NotFinite(scored));
        yield return Tile(
            "Active latents",
            $"{facts.Latents.Count(latent => latent.IsActive)} of {facts.Latents.Count}",
            $"KL {Figure.Number(facts.Latents.Sum(latent => latent.Kl))} nats per row"
        );
        foreach (var tile in facts.Ranking is { } quality ? Ranking(scored, quality) : [])
        {
            yield return tile;
        }
    }

    /// <summary>Creates the tiles of how well the scores rank the anomalies.</summary>
    public static IEnumerable<Html> Ranking(ScoreSummary scored, RankingQuality quality)
    {
        yield return Tile("AUROC", Figure.Fixed(quality.AreaUnderRoc, 3), "0.5 is chance, 1 is perfect");
        yield return Tile(
            "Average precision",
            Figure.Fixed(quality.AveragePrecision, 3),
            $"chance: {Figure.Fixed((double)scored.Anomalies / scored.RowCount, 3)}, the share of anomalies"
        );
    }

    /// <summary>Creates the tile of the share of rows above the threshold.</summary>
    public static Html AboveThreshold(ScoreSummary scored, VaeThreshold threshold) =>
        Tile(
            "Above the threshold",
            Figure.Percent(scored.ShareAboveThreshold),
            $"{Figure.Count(scored.AboveThreshold)} rows; the threshold was set for {Figure.Percent(1 - threshold.Quantile)} of the {threshold.Source} rows"
        );

    private static string NotFinite(ScoreSummary scored) =>
        scored.NotFinite > 0 ? $"without {Figure.Count(scored.NotFinite)} scores that are not finite" : "nats per row";

    /// <summary>Creates a figure with its name and an explanation.</summary>
    public static Html Tile(string name, string value, string hint) =>
        Html.Format(
            $"<div class=\"tile\"><dt>{name}</dt><dd><span class=\"value\">{value}</span><span class=\"hint\">{hint}</span></dd></div>\n"
        );
}
