using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class CoresReportTests
{
    [Test]
    public void ToMarkdown_TwoCores_HaveSpeedAndSpeedUp() =>
        Assert.That(
            Report().ToMarkdown(),
            Does.Contain("| fc128 | 1 | 1,000 (1,000 to 1,000) | 1.00 (1.00 to 1.00) | 1000.00 |")
                .And.Contain("| fc128 | 2 | 2,000 (2,000 to 2,000) | 2.00 (2.00 to 2.00) | 1000.00 |")
        );

    [Test]
    public void ToJson_TwoCores_AreTwoPoints()
    {
        var points = JsonNode.Parse(Report().ToJson())!["points"]!.AsArray();

        Assert.That(points, Has.Count.EqualTo(2));
        Assert.That((int)points[1]!["cores"]!, Is.EqualTo(2));
        Assert.That((double)points[1]!["speed_up"]!["median"]!, Is.EqualTo(2));
    }

    [Test]
    public void ToPlot_APart_IsACurveInBothPanels() =>
        Assert.That(
            Report().ToPlot().Panels.Select(panel => panel.Series.Single().X),
            Is.All.EqualTo(new[] { 1.0, 2 })
        );

    [Test]
    public void Limit_AStart_RunsItOnTheFirstCores()
    {
        var limited = CoreAffinity.Limit(new("dotnet", ["x.dll", "worker"]), cores: 2);

        Assert.That(limited.FileName, Is.EqualTo("taskset"));
        Assert.That(limited.ArgumentList, Is.EqualTo(new[] { "-c", "0-1", "dotnet", "x.dll", "worker" }));
    }

    private static CoresReport Report()
    {
        Candidate one = new("fc128/1", 1, "784-400-20", 1000, () => 0.0);
        Candidate two = new("fc128/2", 2, "784-400-20", 1000, () => 0.0);
        Measurements measurements = new([one, two]);
        for (var round = 0; round < 3; round++)
        {
            measurements.Add(one.Name, new(Seconds: 1, CpuSeconds: 1, AllocatedBytes: 0));
            measurements.Add(two.Name, new(Seconds: 0.5, CpuSeconds: 1, AllocatedBytes: 0));
        }

        return new(
            new("dotnet cake", DateTimeOffset.UnixEpoch, MachineFacts.Read()),
            [new("fc128", one.Description, measurements)]
        );
    }
}
