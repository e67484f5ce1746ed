using System.Globalization;
using System.Text.Json;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>Writes a comparison to the terminal and to files.</summary>
internal sealed class ComparisonOutput(Comparison comparison)
{
    /// <summary>Prints a table for each task, and the notes. The best value of a metric has a star.</summary>
    public void Print(CommandTerminal terminal)
    {
        foreach (var task in comparison.Tasks)
        {
            terminal.WriteTable(
                task.Title,
                ["method", "kind", .. task.Metrics.Select(metric => metric.Name)],
                task.Results.Select(result =>
                    (string[])
                        [
                            result.Method,
                            Kind(result),
                            .. result.Values.Select((value, i) => Text(value) + (task.IsBest(i, value) ? " *" : "")),
                        ]
                )
            );
        }

        terminal.WriteLine("");
        foreach (
            var line in comparison
                .Rows.Concat(comparison.Tasks.SelectMany(task => (string[])[task.Rule, task.Summary]))
                .Concat(comparison.Notes)
        )
        {
            terminal.WriteLine(line);
        }
    }

    /// <summary>Writes a page (.html), JSON (.json), or CSV, which has a row for each task, method and metric.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public void Write(string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".html":
                OutputFile.Write(path, stream => ComparisonSections.Write(comparison, "Models and baselines", stream));
                break;
            case ".json":
                OutputFile.Write(path, stream => JsonSerializer.Serialize(stream, Content(), FiguresJson.Options));
                break;
            default:
                WriteCsv(path);
                break;
        }
    }

    private void WriteCsv(string path) =>
        CsvTable.Write(
            path,
            ["task", "method", "kind", "metric", "value"],
            csv =>
            {
                foreach (var task in comparison.Tasks)
                {
                    foreach (var (result, i) in task.Results.SelectMany(r => r.Values.Select((_, i) => (r, i))))
                    {
                        csv.WriteField(task.Id);
                        csv.WriteField(result.Method);
                        csv.WriteField(Kind(result));
                        csv.WriteField(task.Metrics[i].Id);
                        csv.WriteField(result.Values[i]?.ToString("R", CultureInfo.InvariantCulture) ?? "");
                        csv.EndRecord();
                    }
                }
            }
        );

    private object Content() =>
        new
        {
            comparison.Seed,
            comparison.Rows,
            comparison.Notes,
            Tasks = comparison.Tasks.Select(task => new
            {
                task.Id,
                task.Rule,
                task.Summary,
                Results = task.Results.Select(result => new
                {
                    result.Method,
                    Kind = Kind(result),
                    result.Description,
                    Metrics = task.Metrics.Zip(result.Values).ToDictionary(pair => pair.First.Id, pair => pair.Second),
                }),
            }),
        };

    private static string Kind(ComparisonResult result) => result.IsModel ? "model" : "baseline";

    private static string Text(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
