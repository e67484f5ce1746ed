namespace VaeMlNet.Report;

/// <summary>The page on a tuning: the trials, and what mattered.</summary>
internal static class TuningPage
{
    /// <summary>Writes the page as UTF-8.</summary>
    public static void Write(TuningFacts facts, string title, Stream stream)
    {
        var trials = facts.Trials.Select(trial => trial.Number).Distinct().Count();
        var subtitle = Html.Format(
            $"{Figure.Count(facts.Trials.Count)} trainings of {Figure.Count(trials)} trials; objective: {facts.Objective}"
        );
        new ChartPage(title, subtitle, [.. TuningSections.Create(facts)]).Write(stream);
    }
}
