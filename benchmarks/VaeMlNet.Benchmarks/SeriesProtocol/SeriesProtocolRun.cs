using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Compares the detection of anomalies in time series with baselines: every method learns from the training part of a series without
/// labels, and scores each row of the test part.
/// </summary>
/// <param name="settings">The series, the methods and the output.</param>
/// <param name="methods">The methods to choose from.</param>
/// <param name="report">Receives a line of progress for each series, seed and method.</param>
internal sealed class SeriesProtocolRun(
    SeriesProtocolSettings settings,
    IReadOnlyList<ISeriesMethod> methods,
    Action<string> report
)
{
    /// <summary>The name of the subcommand.</summary>
    public const string Name = "series-protocol";

    private readonly List<string> failures = [];

    /// <summary>Gets the product, the baselines, and the variants of the product.</summary>
    public static ISeriesMethod[] AllMethods { get; } =
    [
        new SeriesVae(),
        RowBaseline.LastDifference(),
        RowBaseline.RollingZ(),
        RowBaseline.SquaredNorm(),
        new WindowPca(),
        new WindowForest(),
        new WindowNeighbors(),
        .. SeriesVae.Variants,
    ];

    private string ResultsPath => Path.Combine(settings.OutputFolder, "series.csv");

    /// <summary>
    /// Measures what no earlier run into the same folder has measured, and writes series.csv after each method, then series.json and
    /// series.md. A method whose model cannot be trained or exported on a series has no figures there.
    /// </summary>
    /// <returns>The page; its last line summarizes the product.</returns>
    /// <exception cref="CommandException">A file is missing or damaged, or there is no such series or method.</exception>
    public string Run()
    {
        CheckMethods();
        Directory.CreateDirectory(settings.OutputFolder);
        List<SeriesResult> results = File.Exists(ResultsPath) ? [.. SeriesResult.Read(ResultsPath)] : [];
        SeriesFolder folder = new(settings.Folder);
        var all = folder.Find(settings.Series);
        foreach (var (name, family) in all)
        {
            Lazy<ProtocolSeries> series = new(() => folder.Read(name, family));
            foreach (var (method, seed) in Fits())
            {
                if (!results.Any(r => (r.Series, r.Method, r.Seed) == (name, method.Name, seed)))
                {
                    results.AddRange(Measure(series.Value, method, seed));
                    SeriesResult.Write(ResultsPath, results);
                }
            }
        }

        var selected = results.Where(result =>
            all.Any(series => series.Name == result.Series)
            && Fits().Any(fit => (fit.Method.Name, fit.Seed) == (result.Method, result.Seed))
        );
        return Write([.. selected]);
    }

    private void CheckMethods()
    {
        foreach (var name in settings.Methods.Except(methods.Select(method => method.Name)))
        {
            throw new CommandException(
                $"There is no method '{name}'. Methods: {string.Join(", ", methods.Select(method => method.Name))}."
            );
        }
    }

    private IEnumerable<(ISeriesMethod Method, int Seed)> Fits() =>
        methods
            .Where(method =>
                settings.Methods.Length == 0
                    ? !SeriesVae.Variants.Contains(method)
                    : settings.Methods.Contains(method.Name)
            )
            .SelectMany(method => (method.IsRandom ? settings.Seeds : [0]).Select(seed => (method, seed)));

    private SeriesResult[] Measure(ProtocolSeries series, ISeriesMethod method, int seed)
    {
        var place = $"{series.Name}, seed {seed}, {method.Name}";
        if (method.NeedsTimes && (series.Training.Times is null || series.Test.Times is null))
        {
            report($"Not measured: {place}: the series has no times");
            return [];
        }

        var clock = Stopwatch.StartNew();
        try
        {
            var schemes = method.Score(series, seed);
            var seconds = clock.Elapsed.TotalSeconds;
            SeriesResult[] results =
            [
                .. schemes.Select(scores => new SeriesResult(
                    series.Name,
                    series.Family,
                    method.Name,
                    scores.Scheme,
                    series.Window,
                    seed,
                    SeriesMetrics.Compute(series.IsAnomaly, scores.Scores),
                    seconds
                )),
            ];
            report(
                $"{place}: vus_pr {string.Join(", ", results.Select(r => $"{r.Scheme} {Number(r.Metrics.VusPr)}"))} ({seconds.ToString("0.0", CultureInfo.InvariantCulture)} s)"
            );
            return results;
        }
        catch (Exception e) when (e is VaeModelException or VaeDivergenceException)
        {
            failures.Add($"{place}: {e.Message}");
            report($"Not measured: {failures[^1]}");
            return [];
        }
    }

    private string Write(SeriesResult[] results)
    {
        var reference = settings.ReferencePath is { } path ? SeriesResult.Read(path) : [];
        SeriesReport written = new(results, reference, failures);
        File.WriteAllText(Path.Combine(settings.OutputFolder, "series.json"), written.ToJson() + "\n");
        var page = written.ToMarkdown();
        File.WriteAllText(Path.Combine(settings.OutputFolder, "series.md"), page);
        return page;
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
