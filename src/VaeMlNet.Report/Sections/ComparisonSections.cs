namespace VaeMlNet.Report;

/// <summary>The sections of a page on models and baselines, measured on the same rows.</summary>
internal static class ComparisonSections
{
    /// <summary>Writes the page as UTF-8.</summary>
    public static void Write(Comparison comparison, string title, Stream stream)
    {
        var methods = comparison.Tasks.SelectMany(task => task.Results).DistinctBy(result => result.Method).ToArray();
        var models = methods.Count(method => method.IsModel);
        var subtitle = Html.Format(
            $"{models} {(models == 1 ? "model" : "models")} and {methods.Length - models} baselines on the same rows, seed {comparison.Seed}"
        );
        Section[] sections = [Overview(comparison), .. comparison.Tasks.Select(Figures), Methods(comparison)];
        new ChartPage(title, subtitle, sections) { IsPlain = true }.Write(stream);
    }

    private static Section Overview(Comparison comparison)
    {
        var sentences = comparison.Tasks.Select(task => task.Summary).Concat(comparison.Rows).Concat(comparison.Notes);
        return new Section(
            "overview",
            "At a glance",
            "All methods were measured on the same rows with the same hidden cells, planted anomalies and seeds.",
            "a baseline that is better than the model: then use the baseline, or change the options of the model. Differences of one or two hundredths can be chance, most of all with few rows or few anomalies: compare with another seed.",
            Html.Format($"<ul>\n{Html.Join(sentences.Select(text => Html.Format($"<li>{text}</li>\n")))}</ul>\n")
        );
    }

    private static Section Figures(ComparisonTask task)
    {
        double[] largest =
        [
            .. task.Metrics.Select((_, i) => task.Results.Max(result => Math.Abs(result.Values[i] ?? 0))),
        ];
        var table = Blocks.Table(
            task.Results,
            $"Figures of each method: {task.Title}",
            [
                new(
                    "method",
                    result =>
                        result.IsModel ? Html.Format($"<strong>{result.Method}</strong>") : Html.Escape(result.Method)
                ),
                new("kind", result => Html.Escape(result.IsModel ? "model" : "baseline")),
                .. task.Metrics.Select(
                    (metric, i) =>
                        new TableColumn<ComparisonResult>(
                            metric.Name,
                            result => Cell(task, i, result.Values[i], largest[i]),
                            IsNumber: true
                        )
                ),
            ]
        );
        var meanings = Html.Join(
            task.Metrics.Select(metric => Html.Format($"<li><strong>{metric.Name}</strong>: {metric.Meaning}</li>\n"))
        );
        return new Section(task.Id, task.Title, task.Rule, "", Html.Format($"{table}<ul>\n{meanings}</ul>\n"));
    }

    /// <summary>Creates a cell. The best value has a check mark, so that it does not depend on color.</summary>
    private static Html Cell(ComparisonTask task, int metric, double? value, double largest)
    {
        var text = Figure.Fixed(value ?? double.NaN, 3);
        var marked = task.IsBest(metric, value) ? $"✓ {text}" : text;
        // Values in [0, 1] share one scale; others are relative to the largest.
        return value is { } number ? Blocks.Bar(Math.Abs(number) / Math.Max(1, largest), marked) : Html.Escape(marked);
    }

    private static Section Methods(Comparison comparison) =>
        new Section(
            "methods",
            "Methods",
            "The baselines have one setting each, and are not tuned.",
            "",
            Blocks.Table(
                comparison
                    .Tasks.SelectMany(task => task.Results)
                    .DistinctBy(result => result.Method)
                    .OrderByDescending(result => result.IsModel),
                "Descriptions of the methods",
                [
                    new("method", result => Html.Escape(result.Method)),
                    new("description", result => Html.Format($"<span class=\"sentence\">{result.Description}</span>")),
                ]
            )
        );
}
