using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks;

/// <summary>The memory, handles, threads and files of the process during the soak, as a table and as a picture.</summary>
internal sealed class SoakReport
{
    /// <summary>The minutes until caches and pools have reached their sizes.</summary>
    private const double WarmUpMinutes = 10;

    private static readonly (string Name, string Unit, Func<SoakSample, double> Value)[] Figures =
    [
        ("working set", "MiB", s => s.WorkingSetMiB),
        ("live managed heap", "MiB", s => s.HeapMiB),
        ("handles", "open", s => s.Handles),
        ("threads", "alive", s => s.Threads),
        ("left-over files", "files", s => s.Files),
    ];

    private readonly Conditions conditions;
    private readonly IReadOnlyList<SoakSample> samples;

    /// <exception cref="InvalidOperationException">There are no samples.</exception>
    public SoakReport(Conditions conditions, IReadOnlyList<SoakSample> samples)
    {
        if (samples.Count == 0)
        {
            throw new InvalidOperationException("The soak wrote no sample. Run it for longer.");
        }

        this.conditions = conditions;
        this.samples = samples;
    }

    private double Minutes => samples[^1].Seconds / 60;

    public string ToJson() =>
        new JsonObject
        {
            ["benchmark"] = SoakBenchmark.Name,
            ["command"] = conditions.Command,
            ["date"] = ReportJson.ToJson(conditions.Date),
            ["samples"] = JsonSerializer.SerializeToNode(samples, ReportJson.Options),
            ["machine"] = ReportJson.ToJson(conditions.Machine),
        }.ToJsonString(ReportJson.Options);

    /// <summary>
    /// Returns a table of the largest values after the warm-up: of the first tenth of the remaining time, and of the last
    /// tenth.
    /// </summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder($"# Benchmark `{SoakBenchmark.Name}`\n\n");
        text.Append(
            conditions.ToMarkdown(
                string.Create(CultureInfo.InvariantCulture, $"{samples[^1].Cycles:N0} cycles in {Minutes:F0} minutes")
            )
        );
        var warm = Warm();
        var tenth = Math.Max(1, warm.Length / 10);
        text.Append(
            CultureInfo.InvariantCulture,
            $"After {warm[0].Seconds / 60:F0} minutes of warm-up: means of the first and of the last tenth of the samples, and the largest.\n\n"
        );
        text.Append("| | first tenth | last tenth | largest |\n|---|--:|--:|--:|\n");
        foreach ((var name, var unit, var value) in Figures)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {name}, {unit} | {warm[..tenth].Average(value):0.0} | {warm[^tenth..].Average(value):0.0} | {warm.Max(value):0.0} |\n"
            );
        }

        return text.ToString();
    }

    /// <summary>Creates a plot with a panel for each figure: the median, smallest and largest value of each minute.</summary>
    public Plot ToPlot() =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Open, score, train and dispose under faults: {samples[^1].Cycles:N0} cycles in one process"
            ),
            [.. Figures.Select(figure => Panel(figure.Name, figure.Unit, figure.Value))]
        );

    private PlotPanel Panel(string name, string unit, Func<SoakSample, double> value)
    {
        double[][] minutes =
        [
            .. samples
                .GroupBy(s => (int)(s.Seconds / 60))
                .OrderBy(g => g.Key)
                .Select(g => g.Select(value).Order().ToArray()),
        ];
        return new(
            name,
            new("minutes"),
            new(unit),
            [
                new("", [.. minutes.Select((_, i) => (double)i)], [.. minutes.Select(m => m[m.Length / 2])])
                {
                    Lower = [.. minutes.Select(m => m[0])],
                    Upper = [.. minutes.Select(m => m[^1])],
                },
            ]
        );
    }

    private SoakSample[] Warm()
    {
        SoakSample[] warm = [.. samples.Where(s => s.Seconds >= WarmUpMinutes * 60)];
        return warm.Length > 0 ? warm : [.. samples];
    }
}
