using System.Text;
using System.Text.Json;

namespace VaeMlNet.Cli;

/// <summary>Prints a run's figures and writes them as CSV, JSON and Markdown.</summary>
/// <param name="figures">What was measured.</param>
/// <param name="reference">What others reached, or null.</param>
internal sealed class AnomalyReport(AnomalyFigures figures, ReferenceFigures? reference)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly FigureTable[] tables =
    [
        .. new AnomalyTables(figures).OfMethods(),
        .. reference is null ? [] : new AnomalyTables(figures).Beside(reference),
    ];

    /// <summary>Writes anomaly.csv, anomaly.json and anomaly.md, prints the tables and, last, the line that sums up.</summary>
    public void WriteTo(string folder, CommandTerminal terminal)
    {
        WriteCsv(Path.Combine(folder, AnomalyFigures.FileName));
        WriteJson(Path.Combine(folder, "anomaly.json"));
        WriteMarkdown(Path.Combine(folder, "anomaly.md"));
        foreach (var table in tables)
        {
            terminal.WriteTable(table.Title, table.Headings, table.Rows);
        }

        terminal.WriteLine("");
        terminal.WriteLine($"written: {folder}");
        terminal.WriteLine(figures.Summary);
    }

    // As the file that --reference takes: a run can stand beside another.
    private void WriteCsv(string path)
    {
        CsvTable.Write(
            path,
            [
                "dataset",
                "protocol",
                "method",
                "seeds",
                "auroc_mean",
                "auroc_sd",
                "aupr_mean",
                "aupr_sd",
                "fit_seconds",
                "score_seconds",
            ],
            csv =>
            {
                foreach (var figure in figures.All.Concat(figures.Methods.Select(figures.MeanOf)))
                {
                    csv.WriteField(figure.DataSet);
                    csv.WriteField(ReferenceFigures.Protocol);
                    csv.WriteField(figure.Method);
                    csv.WriteField(figure.Qualities.Length);
                    foreach (var value in Values(figure))
                    {
                        csv.WriteField(Math.Round(value, 4));
                    }

                    csv.EndRecord();
                }
            }
        );
    }

    private void WriteJson(string path)
    {
        var content = new
        {
            ReferenceFigures.Protocol,
            figures.Seeds,
            Mean = new
            {
                Auroc = figures.MeanOf(AnomalyFigures.DefaultMethod).AreaUnderRoc.Mean,
                Aupr = figures.MeanOf(AnomalyFigures.DefaultMethod).AveragePrecision.Mean,
                Sqnorm = figures.MeanOf(SquaredNormDetector.Method).AreaUnderRoc.Mean,
            },
            figures.Summary,
            Figures = figures.All,
        };
        OutputFile.Write(path, stream => JsonSerializer.Serialize(stream, content, Json));
    }

    private void WriteMarkdown(string path)
    {
        StringBuilder text = new();
        text.Append(
            $"`{figures.Summary}` over {figures.DataSets.Length} sets, seeds {string.Join(", ", figures.Seeds)}.\n"
        );
        foreach (var table in tables)
        {
            table.AppendTo(text);
        }

        OutputFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static double[] Values(MethodFigures figure) =>
        [
            figure.AreaUnderRoc.Mean,
            figure.AreaUnderRoc.Deviation,
            figure.AveragePrecision.Mean,
            figure.AveragePrecision.Deviation,
            figure.FitSeconds,
            figure.ScoreSeconds,
        ];
}
