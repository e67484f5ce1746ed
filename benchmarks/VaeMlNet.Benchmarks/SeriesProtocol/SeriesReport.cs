using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Writes the results of the protocol as JSON and Markdown. Means are over seeds, then over series; a method that lacks a series has no
/// mean.
/// </summary>
/// <param name="results">The measured results.</param>
/// <param name="reference">Results of other methods, which may be on other series too.</param>
/// <param name="failures">The fits that failed, each with its reason.</param>
internal sealed class SeriesReport(
    IReadOnlyList<SeriesResult> results,
    IReadOnlyList<SeriesResult> reference,
    IReadOnlyList<string> failures
)
{
    private const double SmallestDifference = 0.00005;

    private static readonly SeriesMethodKey Product = new(SeriesVae.MethodName, SeriesScheme.Cover, IsReference: false);
    private static readonly SeriesMethodKey Causal = Product with { Scheme = SeriesScheme.Last };

    private readonly string[] series = [.. results.Select(result => result.Series).Distinct()];
    private readonly string[] families = [.. results.Select(result => result.Family).Distinct()];

    private readonly ILookup<SeriesMethodKey, SeriesResult> byMethod = results
        .Select(result => (Result: result, IsReference: false))
        .Concat(reference.Select(result => (Result: result, IsReference: true)))
        .ToLookup(r => new SeriesMethodKey(r.Result.Method, r.Result.Scheme, r.IsReference), r => r.Result);

    /// <summary>
    /// Gets the lines that summarize the product: one for each family, one for its causal scores, and the last one for the scores of
    /// covering windows. The best baseline is that of any scheme, in the causal line that of causal schemes. "-" is a mean that cannot be computed.
    /// </summary>
    public string Summary =>
        string.Join(
            '\n',
            [
                .. families.Select(family => Line(family, Product, SeriesOf(family), _ => true)),
                Line("CAUSAL", Causal, series, key => SeriesScheme.IsCausal(key.Scheme)),
                Line("MEAN", Product, series, _ => true),
            ]
        );

    /// <summary>Returns the results as JSON.</summary>
    public string ToJson() =>
        JsonSerializer.Serialize(
            new
            {
                Summary,
                Failures = failures,
                Results = results,
            },
            ReportJson.Options
        );

    /// <summary>Returns the tables as Markdown; the last lines are the summary.</summary>
    public string ToMarkdown()
    {
        var seeds = results.Select(result => result.Seed).Where(seed => seed > 0).Distinct();
        StringBuilder text = new($"{series.Length} series, seeds {string.Join(", ", seeds)}\n");
        Means().AppendTo(text);
        BySeries().AppendTo(text);
        foreach (var failure in failures)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nNot measured: {failure}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"\n{Summary}\n").ToString();
    }

    private IEnumerable<SeriesMethodKey> Keys =>
        byMethod
            .Select(group => group.Key)
            .OrderByDescending(key => Mean(key, series, metrics => metrics.VusPr) ?? double.NegativeInfinity);

    private FigureTable Means() =>
        new(
            "Means over series",
            [
                "method",
                "scheme",
                .. SeriesMetrics.All.Select(metric => metric.Name),
                .. families.Select(family => $"{family} vus_pr"),
                "seconds",
                $"wins : losses of {Product.Method} ({Product.Scheme})",
            ],
            [
                .. Keys.Select(key =>
                    (string[])
                        [
                            key.Name,
                            key.Scheme,
                            .. SeriesMetrics.All.Select(metric => Number(Mean(key, series, metric.Value))),
                            .. families.Select(family => Number(Mean(key, SeriesOf(family), m => m.VusPr))),
                            Seconds(key),
                            WinsAndLosses(key),
                        ]
                ),
            ],
            "Seconds are of fitting and scoring a series, for all schemes of the method together."
        );

    private FigureTable BySeries()
    {
        SeriesMethodKey[] keys = [.. Keys];
        return new(
            "vus_pr by series",
            ["method", "scheme", .. series],
            [
                .. keys.Select(key =>
                    (string[])[key.Name, key.Scheme, .. series.Select(name => Number(Mean(key, [name], m => m.VusPr)))]
                ),
            ]
        );
    }

    private string Line(string name, SeriesMethodKey product, string[] of, Func<SeriesMethodKey, bool> isComparable)
    {
        var best = byMethod
            .Select(group => group.Key)
            .Where(key => !key.IsReference && !key.Method.StartsWith(SeriesVae.MethodName, StringComparison.Ordinal))
            .Where(isComparable)
            .Max(key => Mean(key, of, metrics => metrics.VusPr));
        var metrics = SeriesMetrics.All.Select(metric => $"{metric.Name}={Number(Mean(product, of, metric.Value))}");
        return $"{name} {string.Join(' ', metrics)} best_baseline_vus_pr={Number(best)}";
    }

    private string[] SeriesOf(string family) =>
        [.. results.Where(result => result.Family == family).Select(result => result.Series).Distinct()];

    /// <summary>Returns the mean over series of the means over seeds; null if a series has no result.</summary>
    private double? Mean(SeriesMethodKey key, string[] of, Func<SeriesMetrics, double> metric)
    {
        var means = of.Select(name =>
            byMethod[key].Where(result => result.Series == name).Average(result => (double?)metric(result.Metrics))
        );
        return means.All(mean => mean is not null) ? means.Average() : null;
    }

    private string WinsAndLosses(SeriesMethodKey key)
    {
        double[] differences =
        [
            .. series
                .Select(name => Mean(Product, [name], m => m.VusPr) - Mean(key, [name], m => m.VusPr))
                .OfType<double>(),
        ];
        var wins = differences.Count(difference => difference > SmallestDifference);
        return key == Product || differences.Length == 0
            ? "-"
            : $"{wins} : {differences.Count(difference => difference < -SmallestDifference)}";
    }

    private string Seconds(SeriesMethodKey key) =>
        byMethod[key]
            .Where(result => series.Contains(result.Series))
            .Average(result => (double?)result.Seconds)
            ?.ToString("0.0", CultureInfo.InvariantCulture)
        ?? "-";

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>A method with one of its schemes.</summary>
    private sealed record SeriesMethodKey(string Method, string Scheme, bool IsReference)
    {
        public string Name => IsReference ? $"{Method} (reference)" : Method;
    }
}
