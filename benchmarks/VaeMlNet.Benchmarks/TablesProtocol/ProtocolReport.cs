using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VaeMlNet.Benchmarks;

/// <summary>Writes the results of the protocol as JSON and Markdown.</summary>
/// <param name="results">The measured results.</param>
/// <param name="reference">Figures of other methods, or null.</param>
internal sealed class ProtocolReport(IReadOnlyList<ProtocolResult> results, TextTable? reference)
{
    private static readonly string[] Imputation =
    [
        "rmse_20",
        "mae_20",
        "accuracy_20",
        "crps_20",
        "coverage_20",
        "rmse_40",
        "mae_40",
        "accuracy_40",
    ];

    private static readonly string[] Synthesis =
    [
        "quality",
        "column_shapes",
        "pair_trends",
        "c2st_auc",
        "tstr_minus_trtr",
        "valid_cells",
        "missing_similarity",
        "range_coverage",
        "category_coverage",
        "new_rows",
        "dcr_overfitting_protection",
        "dcr_baseline_protection",
    ];

    private static readonly string[] Detection = ["auroc_unseen", "auroc_emptied"];

    private static readonly string[] Seconds = ["export_seconds", "impute_seconds_20", "synthesize_seconds"];

    private static readonly (string Name, string Metric)[] Summed =
    [
        ("rmse20", "rmse_20"),
        ("acc20", "accuracy_20"),
        ("rmse40", "rmse_40"),
        ("acc40", "accuracy_40"),
        ("quality", "quality"),
        ("c2st", "c2st_auc"),
        ("tstr_gap", "tstr_minus_trtr"),
    ];

    private static readonly (string Name, string Metric)[] Detected =
    [
        ("auroc of unseen categories", "auroc_unseen"),
        ("auroc of emptied rows", "auroc_emptied"),
    ];

    private string[] Tables => [.. results.Select(result => result.Table).Distinct()];

    private string[] Methods => [.. results.Select(result => result.Method).Distinct()];

    /// <summary>Gets the line that sums up the tool; of no results "-".</summary>
    public string Summary =>
        "MEAN "
        + string.Join(
            ' ',
            Summed.Select(metric => $"{metric.Name}={Number(Mean(VaemlnetMethod.MethodName, metric.Metric))}")
        );

    /// <summary>Returns the main metrics of one result as a line.</summary>
    public static string Line(IReadOnlyDictionary<string, double> metrics) =>
        string.Join(
            ' ',
            Summed
                .Concat(Detected)
                .Where(metric => metrics.ContainsKey(metric.Metric))
                .Select(metric => $"{metric.Name}={Number(metrics[metric.Metric])}")
        );

    /// <summary>Returns the results as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(new { Summary, Results = results }, ReportJson.Options);

    /// <summary>Returns the tables as Markdown; the last line sums up the tool.</summary>
    public string ToMarkdown()
    {
        var seeds = results.Select(result => result.Seed).Distinct();
        StringBuilder text = new($"{Tables.Length} tables, seeds {string.Join(", ", seeds)}\n");
        Means("Imputation: means over tables", Imputation).AppendTo(text);
        Means("Synthesis: means over tables", Synthesis).AppendTo(text);
        Means("Detection: means over tables", Detection).AppendTo(text);
        Means("Seconds: means over tables", Seconds).AppendTo(text);
        foreach ((var name, var metric) in Summed.Concat(Detected))
        {
            ByTable(name, metric).AppendTo(text);
        }

        return text.Append($"\n{Summary}\n").ToString();
    }

    private FigureTable Means(string title, string[] metrics)
    {
        IEnumerable<string> Others() =>
            ReferenceMethods.Where(method => metrics.Any(m => Reference(method, m) is not null));
        string[][] rows =
        [
            .. Methods
                .Where(method => metrics.Any(metric => Mean(method, metric) is not null))
                .Select(method => (string[])[method, .. metrics.Select(metric => Number(Mean(method, metric)))]),
            .. Others()
                .Select(method =>
                    (string[])[$"{method} (reference)", .. metrics.Select(metric => Number(Reference(method, metric)))]
                ),
        ];
        return new FigureTable(title, ["method", .. metrics], rows);
    }

    private FigureTable ByTable(string title, string metric)
    {
        string[] methods = [.. Methods.Where(method => Mean(method, metric) is not null)];
        string[] others = [.. ReferenceMethods.Where(method => Reference(method, metric) is not null)];
        return new FigureTable(
            $"{title} by table",
            ["table", .. methods, .. others.Select(method => $"{method} (reference)")],
            [
                .. Tables.Select(table =>
                    (string[])
                        [
                            table,
                            .. methods.Select(method => Number(OfTable(table, method, metric))),
                            .. others.Select(method => Number(Reference(table, method, metric))),
                        ]
                ),
            ]
        );
    }

    /// <summary>Returns the mean over the tables of the means over seeds; null if a table lacks the metric.</summary>
    private double? Mean(string method, string metric) =>
        MeanOfAll(Tables.Select(table => OfTable(table, method, metric)));

    private double? OfTable(string table, string method, string metric)
    {
        double[] values =
        [
            .. results
                .Where(result => result.Table == table && result.Method == method && result.Metrics.ContainsKey(metric))
                .Select(result => result.Metrics[metric]),
        ];
        return values.Length > 0 ? values.Average() : null;
    }

    private string[] ReferenceMethods => reference is null ? [] : [.. reference["method"].Distinct()];

    private double? Reference(string method, string metric) =>
        MeanOfAll(Tables.Select(table => Reference(table, method, metric)));

    private double? Reference(string table, string method, string metric)
    {
        var rows = Enumerable
            .Range(0, reference!.RowCount)
            .Where(row =>
                reference["table"][row] == table
                && reference["method"][row] == method
                && reference["metric"][row] == metric
            )
            .ToArray();
        return rows.Length == 1 ? TableCoder.Number(reference["value"][rows[0]]) : null;
    }

    private static double? MeanOfAll(IEnumerable<double?> values) =>
        values.Any() && values.All(value => value is not null) ? values.Average() : null;

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";
}
