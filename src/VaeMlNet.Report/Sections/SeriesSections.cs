namespace VaeMlNet.Report;

/// <summary>The sections of a model of time series: overview, series and segments.</summary>
internal static class SeriesSections
{
    private const int MostSegments = 30;
    private const int MostOpenSegments = 8;
    private const int MostChannels = 3;

    public static Section Overview(SeriesFacts facts, ReportCommands commands) =>
        OverviewSection.Create(
            Verdicts(facts, commands),
            "The score of a row is the mean reconstruction error, in nats, of all windows that contain it. The higher the score, the less the rows around it resemble the training data.",
            Tiles(facts)
        );

    private static IEnumerable<Verdict> Verdicts(SeriesFacts facts, ReportCommands commands)
    {
        var model = facts.Rows.Model;
        var scored = facts.Scores.SummaryToJudge;
        var areAway = facts.Scores.NormalRows.Count > 0;
        ScoreVerdict ofScores = new(scored, model.Manifest.Threshold, facts.Scores.Threshold, commands);
        yield return TrainingVerdict.Judge(model);
        if (RankingQuality.Measure(scored) is { } ranking)
        {
            yield return ofScores.OfSeries(ranking, areAway);
        }

        yield return ofScores.OfShareAbove(areAway);
    }

    public static Section Series(SeriesFacts facts)
    {
        SeriesChart chart = new(facts);
        Chart[] charts = [.. facts.Shown.Select((series, i) => chart.Create(series, i + 1, Title(series.Scored)))];
        return new Section(
            "series",
            "Series",
            "The scores over time, and below them the channels. The dashed line is the threshold; segments above it are shaded. The green line is the value that the model expects, with a band of ± 2 standard deviations. Drag in the overview at the top to select a range of time; double-click it to show all."
                + (
                    facts.Scores.Summary.LabelsAreOfAnomalies
                        ? " Bars at the top of the scores mark rows that are labeled as anomalies."
                        : ""
                ),
            "shaded segments where the channels look as usual, or unusual behavior that is not shaded.",
            Html.Format(
                $"<div class=\"panels wide\">\n{Html.Join(charts.Select(Blocks.ChartPanel))}</div>\n{Html.Join(Notes(facts).Select(Blocks.Note))}"
            ),
            charts
        );
    }

    public static Section Segments(SeriesFacts facts)
    {
        VaeSegment[] segments =
        [
            .. facts.Scores.Segments.OrderByDescending(segment => segment.PeakScore).Take(MostSegments),
        ];
        var table =
            segments.Length > 0
                ? Table(facts, segments.Take(MostOpenSegments))
                : Blocks.Note("No row is above the threshold.");
        var others =
            segments.Length > MostOpenSegments
                ? Blocks.Folded(
                    Figure.Count(segments.Length - MostOpenSegments, "more segment"),
                    Table(facts, segments.Skip(MostOpenSegments))
                )
                : Html.Empty;
        var rest =
            facts.Scores.Segments.Count > MostSegments
                ? Blocks.Note(
                    $"The tables show the {MostSegments} of {Figure.Count(facts.Scores.Segments.Count)} segments with the highest peaks. 'vaemlnet score --segments' writes all."
                )
                : Html.Empty;
        return new Section(
            "segments",
            "Segments",
            "Runs of neighboring rows above the threshold, the highest peak first. The channels are those that contribute more than usual to the peak, with the difference in nats. "
                + (facts.Rows.TimestampColumnName is null ? "" : "From and to are the first and the last row by time. ")
                + "Rows count from 1.",
            "many segments in data that is normal. The threshold is too low for this data, or the data has changed.",
            Html.Format($"{table}{others}{rest}")
        );
    }

    private static string Title(ScoredSeries series) =>
        (series.Name.Length > 0 ? $"{series.Name}: " : "")
        + $"{Figure.Count(series.RowCount, "row")}, highest score {Figure.Number(series.PeakScore, 5)}";

    private static IEnumerable<Html> Tiles(SeriesFacts facts)
    {
        var scored = facts.Scores.Summary;
        var threshold = facts.Rows.Model.Manifest.Threshold;
        var count = facts.Scores.Series.Count;
        yield return OverviewSection.Tile(
            "Rows",
            Figure.Count(scored.RowCount),
            count == 1 ? "one series" : $"{Figure.Count(count)} series"
        );
        yield return OverviewSection.AboveThreshold(scored, threshold);
        yield return OverviewSection.Tile(
            "Segments",
            Figure.Count(facts.Scores.Segments.Count),
            "runs of rows above the threshold"
        );
        yield return OverviewSection.Tile(
            "Highest score",
            Figure.Number(facts.Scores.Series.Max(series => series.PeakScore), 5),
            $"threshold: {Figure.Number(facts.Scores.Threshold, 5)} nats"
        );
        if (RankingQuality.Measure(scored) is not { } quality)
        {
            yield break;
        }

        foreach (var tile in OverviewSection.Ranking(scored, quality))
        {
            yield return tile;
        }

        SeriesEvent[] events = [.. facts.Events];
        yield return OverviewSection.Tile(
            "Labeled events found",
            $"{Figure.Count(events.Count(e => e.IsFound))} of {Figure.Count(events.Length)}",
            "runs of rows labeled as anomalies with at least one row above the threshold"
        );
        yield return OverviewSection.Tile(
            "Segments without an event",
            $"{Figure.Count(facts.SegmentsWithoutEvent)} of {Figure.Count(facts.Scores.Segments.Count)}",
            "segments that contain no row labeled as an anomaly"
        );
    }

    private static IEnumerable<string> Notes(SeriesFacts facts)
    {
        var count = facts.Scores.Series.Count;
        if (count > facts.Shown.Count)
        {
            yield return $"The charts show the {facts.Shown.Count} of {Figure.Count(count)} series with the highest peaks.";
        }

        var channels = facts.Rows.Model.Manifest.Series!.Channels.Count;
        if (channels > SeriesFacts.MostChannels)
        {
            yield return $"Each chart shows the {SeriesFacts.MostChannels} of {channels} channels that contribute most to the scores above the threshold of its series.";
        }

        var gaps = facts.Shown.Sum(series => series.Scored.Scores.Gaps.Count);
        if (gaps > 0)
        {
            yield return $"Lines end at gaps: {Figure.Count(gaps, "step")} of the time {(gaps == 1 ? "is" : "are")} longer than {SeriesGaps.LeastFactor} times the usual step.";
        }

        if (facts.Shown.Any(series => series.Scored.Scores.IsReduced))
        {
            yield return $"Long series are reduced to at most {Figure.Count(2 * SeriesCurve.MostBuckets)} points: the lowest and the highest value of each group of neighboring rows, so that no peak is lost.";
        }
    }

    private static Html Table(SeriesFacts facts, IEnumerable<VaeSegment> segments)
    {
        var rows = facts.Rows;
        var hasTimes = rows.TimestampColumnName is not null;
        Html Time(double? time) => Html.Escape(time is { } known ? rows.TimeText(known) : Figure.None);
        return Blocks.Table(
            segments,
            "The segments with the highest peaks",
            [
                rows.SeriesColumnName is null ? null : new("series", segment => Html.Escape(segment.Series)),
                hasTimes ? new("from", segment => Time(segment.FirstTime)) : null,
                hasTimes ? new("to", segment => Time(segment.LastTime)) : null,
                new("from row", segment => Html.Escape(rows.RowText(segment.FirstRow)), IsNumber: true),
                new("to row", segment => Html.Escape(rows.RowText(segment.LastRow)), IsNumber: true),
                new("rows", segment => Html.Escape(Figure.Count(segment.RowCount)), IsNumber: true),
                new("peak score", segment => Html.Escape(Figure.Number(segment.PeakScore, 5)), IsNumber: true),
                hasTimes ? new("peak at", segment => Time(segment.PeakTime)) : null,
                new("peak row", segment => Html.Escape(rows.RowText(segment.PeakRow)), IsNumber: true),
                new("channels", segment => Html.Escape(string.Join(", ", Channels(segment)))),
            ]
        );
    }

    private static IEnumerable<string> Channels(VaeSegment segment) =>
        segment.Channels.Take(MostChannels).Select(channel => $"{channel.Key} ({Figure.Number(channel.Value, 3)})");
}
