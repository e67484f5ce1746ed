namespace VaeMlNet.Report;

/// <summary>The sections of a page on a tuning: the trials, and what mattered.</summary>
internal static class TuningSections
{
    private const int MostTrials = 20;

    /// <summary>Writes the page as UTF-8.</summary>
    public static void Write(TuningFacts facts, string title, Stream stream)
    {
        var trials = facts.Trials.Select(trial => trial.Number).Distinct().Count();
        var subtitle = Html.Format(
            $"{Figure.Count(facts.Trials.Count)} trainings of {Figure.Count(trials)} trials; objective: {facts.Objective}"
        );
        Section[] sections =
        [
            Trials(facts),
            .. facts.Importance.Count > 0 ? [Importance(facts)] : Array.Empty<Section>(),
            Options(facts),
            Table(facts),
        ];
        new ChartPage(title, subtitle, sections).Write(stream);
    }

    private static Section Trials(TuningFacts facts)
    {
        var chart = TuningCharts.OverTrials(facts);
        var note =
            facts.Best == facts.Default
                ? "No trial was better than the defaults."
                : $"The best is trial {facts.Best.Number} with {facts.Best.EpochText} of its epochs: {Figure.Number(facts.Best.Objective!.Value)}. The defaults have {Figure.Number(facts.Default.Objective!.Value)}.";
        return new Section(
            "trials",
            "Trials",
            $"Each point is a training, measured on held-out rows ({facts.Objective}; {(facts.IsHigherBetter ? "higher" : "lower")} is better). The line is the best so far.",
            "the best trial is hardly better than many others: then it owes its place to chance.",
            Html.Format($"{Blocks.Note(note)}{Blocks.ChartPanel(chart)}"),
            [chart]
        );
    }

    private static Section Importance(TuningFacts facts)
    {
        var chart = TuningCharts.Importance(facts);
        return new Section(
            "importance",
            "What mattered",
            "How much a random forest's estimate of the objective gets worse when the values of an option are shuffled among the trials.",
            "few trials: then the shares are mostly chance.",
            Blocks.ChartPanel(chart),
            [chart]
        );
    }

    private static Section Options(TuningFacts facts)
    {
        Chart[] charts = [.. facts.Options.Select(option => TuningCharts.OverOption(facts, option))];
        return new Section(
            "options",
            "Options",
            "The objective over each searched option. Look for a direction that all points follow. The worst twentieth of the trainings is not shown.",
            "the best points are at the edge of the searched range: then set the option beyond it, and tune again.",
            Blocks.Row(charts),
            charts
        );
    }

    private static Section Table(TuningFacts facts)
    {
        TuningTrial[] ranked = [.. facts.Ranked(facts.Trials)];
        return new Section(
            "table",
            "The best trials",
            ranked.Length > MostTrials
                ? $"The best {MostTrials} of {ranked.Length} trainings, each with all or a share of its epochs."
                : "The trainings, each with all or a share of its epochs.",
            "",
            Blocks.Table(
                ranked.Take(MostTrials),
                "The best trials",
                [
                    new("trial", trial => Html.Escape(trial.Number == 0 ? "0 (defaults)" : Figure.Count(trial.Number))),
                    new(
                        "objective",
                        trial => Html.Escape(Figure.Number(trial.Objective ?? double.NaN, 5)),
                        IsNumber: true
                    ),
                    new("share of epochs", trial => Html.Escape(trial.EpochText)),
                    .. facts.Options.Select(option => new TableColumn<TuningTrial>(
                        option,
                        trial => Html.Escape(trial.Values[option])
                    )),
                    new("seconds", trial => Html.Escape(Figure.Fixed(trial.Seconds, 1)), IsNumber: true),
                ]
            )
        );
    }
}
