using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class ScoringGrowthReportTests
{
    [Test]
    public void ToMarkdown_ACurveAndRows_HasARowForEachPoint()
    {
        var tables = Report().ToMarkdown();

        Assert.Multiple(() =>
        {
            Assert.That(tables, Does.Contain("## Growth with rows of a batch"));
            Assert.That(tables, Does.Contain("| rows of a batch | VaeScore, 1 thread |"));
            Assert.That(tables, Does.Contain("| 256 | 2.0 (2.0 to 2.0) |"));
            Assert.That(tables, Does.Contain("| 10,000 | 0.50 | 50.00 | 80.00 | 120 |"));
        });
    }

    [Test]
    public void ToJson_ACurveAndRows_HasThemByName()
    {
        var json = JsonNode.Parse(Report().ToJson())!;

        Assert.Multiple(() =>
        {
            Assert.That((double)json["curves"]!["batch-size"]!["points"]![1]!["x"]!, Is.EqualTo(256));
            Assert.That((double)json["rows"]![0]!["peak_mi_b"]!, Is.EqualTo(120));
        });
    }

    [Test]
    public void Throughput_ACurve_IsASeriesInThousands()
    {
        var series = GrowthPlots.Throughput(Report().Curves).Panels[0].Series[0];

        Assert.Multiple(() =>
        {
            Assert.That(series.X, Is.EqualTo(new[] { 1.0, 256 }));
            Assert.That(series.Y, Is.EqualTo(new[] { 1.0, 2 }));
        });
    }

    private static ScoringGrowthReport Report()
    {
        GrowthCase[] cases = [Case(1, 1), Case(256, 0.5)];
        var section = new GrowthSection("batch-size", "rows of a batch", "Subject.", cases);
        return new ScoringGrowthReport
        {
            Conditions = new("dotnet cake --target=Benchmark", DateTimeOffset.UnixEpoch, MachineFacts.Read()),
            Curves = [section.Measure(rounds: 7, _ => { })],
            Rows = [new RowsFigures(10_000, Seconds: 0.5, CpuSeconds: 0.8, PeakMiB: 120)],
        };
    }

    private static GrowthCase Case(int x, double seconds) =>
        new(
            "VaeScore, 1 thread",
            x,
            new Candidate($"VaeScore, {x}", 1, "", 1000, () => new MeasuredPass(new(seconds, seconds, 0), 1))
        );
}
