using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class GrowthReportTests
{
    private static readonly GrowthReport Report = new(
        new("dotnet cake", DateTimeOffset.UnixEpoch, MachineFacts.Read()),
        [
            new(
                GrowthSource.Memory,
                10_000,
                new([0.2, 0.1, 0.3], 2, PeakBytes: 500_000_000, StartBytes: 100_000_000, 120)
            ),
            new(GrowthSource.Streamed, 10_000, new([0.4], 2, PeakBytes: 400_000_000, StartBytes: 100_000_000, 120)),
        ]
    );

    [Test]
    public void ToJson_Points_HaveTimePerRowAndPeak()
    {
        var point = JsonNode.Parse(Report.ToJson())!["points"]![0]!;

        Assert.That((double)point["microseconds_per_row"]!["median"]!, Is.EqualTo(20));
        Assert.That((long)point["peak_bytes"]!, Is.EqualTo(500_000_000));
        Assert.That((string)point["rows_are"]!, Is.EqualTo("in memory"));
    }

    [Test]
    public void ToMarkdown_Points_AreRows()
    {
        Assert.That(
            Report.ToMarkdown(),
            Does.Contain("| in memory | 10,000 | 3 | 20.0 (15.0 to 25.0) | 0.20 | 2.0 | 500 | 31 |  |")
                .And.Contain("at most 100 MB before")
        );
    }

    [Test]
    public void ToMarkdown_ManyRows_HaveTheirCopies()
    {
        const long bytes = 10_000_000L * 20 * 4;
        GrowthReport report = new(
            Report.Conditions,
            [
                new(
                    GrowthSource.Narrow,
                    10_000_000,
                    new([20], 60, PeakBytes: 100_000_000 + (bytes * 5 / 4), StartBytes: 100_000_000, 120)
                ),
            ]
        );

        Assert.That(
            report.ToMarkdown(),
            Does.Contain(
                "| in memory, 20 numbers | 10,000,000 | 1 | 2.0 (2.0 to 2.0) | 20.00 | 60.0 | 1,100 | 800 | 1.25 |"
            )
        );
    }

    [Test]
    public void ToPlot_TwoSources_AreTwoCurvesInBothPanels() =>
        Assert.That(Report.ToPlot().Panels.Select(panel => panel.Series.Count), Is.EqualTo(new[] { 2, 2 }));
}
