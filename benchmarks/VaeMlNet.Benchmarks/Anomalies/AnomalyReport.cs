using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VaeMlNet.Benchmarks;

/// <summary>Writes the figures of detectors as CSV, JSON and Markdown.</summary>
/// <param name="figures">The measured figures.</param>
/// <param name="reference">Figures of other methods, or null.</param>
internal sealed class AnomalyReport(AnomalyFigures figures, ReferenceFigures? reference)
{
    /// <summary>
    /// Returns a row for each set and method as CSV. The option --reference reads this format, so that a later run can be
    /// compared.
    /// </summary>
    public string ToCsv()
    {
        StringBuilder text = new(
            "dataset,protocol,method,seeds,auroc_mean,auroc_sd,aupr_mean,aupr_sd,fit_seconds,score_seconds\n"
        );
        foreach (var figure in figures.All.Concat(figures.Methods.Select(figures.Mean)))
        {
            text.Append($"{figure.DataSet},{ReferenceFigures.Protocol},{figure.Method},{figure.Qualities.Length},");
            text.AppendJoin(',', Values(figure).Select(value => Rounded(value))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Returns the figures as JSON.</summary>
    public string ToJson()
    {
        var content = new
        {
            ReferenceFigures.Protocol,
            figures.Seeds,
            figures.Summary,
            Figures = figures.All,
        };
        return JsonSerializer.Serialize(content, ReportJson.Options);
    }

    /// <summary>Returns the tables as Markdown. The last line summarizes the default detector.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new($"{figures.DataSets.Length} sets, seeds {string.Join(", ", figures.Seeds)}\n");
        AnomalyTables tables = new(figures);
        foreach (
            var table in tables.CreateMethodTables().Concat(reference is null ? [] : tables.CreateComparison(reference))
        )
        {
            table.AppendTo(text);
        }

        return text.Append($"\n{figures.Summary}\n").ToString();
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

    private static string Rounded(double value) => Math.Round(value, 4).ToString(CultureInfo.InvariantCulture);
}
