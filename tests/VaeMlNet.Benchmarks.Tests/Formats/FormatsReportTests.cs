using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class FormatsReportTests
{
    [Test]
    public void ToMarkdown_TwoFormats_HasSpeedBesideAccuracy()
    {
        var tables = Report().ToMarkdown();

        Assert.Multiple(() =>
        {
            Assert.That(tables, Does.Contain("| `VaeScore-float32` | 10 | 1 | 1 |"));
            Assert.That(tables, Does.Contain("| `VaeScore-int8` | 20 | 2.00 (2.00 to 2.00) | 2.00 (2.00 to 2.00) |"));
            Assert.That(tables, Does.Contain("| accuracy | AUROC letter |"));
            Assert.That(tables, Does.Contain("| `int8` | 2 | 0.5000, 0.25000 | 0.5000, 0.25000 | 0.9500 | 0.8000 |"));
        });
    }

    [Test]
    public void ToJson_TwoFormats_HasRatiosWithTheirDirection()
    {
        var json = JsonNode.Parse(Report().ToJson())!;

        Assert.Multiple(() =>
        {
            Assert.That((double)json["ratios"]!["VaeScore-int8/VaeScore-float32"]!, Is.EqualTo(2));
            Assert.That((string)json["direction"]!, Does.Contain("larger means that a is faster"));
        });
    }

    [Test]
    public void Of_TwoArrays_IsLargestAndMean() =>
        Assert.That(Difference.Compute([1, 2], [1, 2.5f]), Is.EqualTo(new Difference(0.5, 0.25)));

    private static FormatsReport Report()
    {
        var speed = new Measurements([
            new("VaeScore-float32", 1, "", 10, () => 0),
            new("VaeScore-int8", 1, "", 10, () => 0),
        ]);
        speed.Add("VaeScore-float32", new(Seconds: 1, CpuSeconds: 1, AllocatedBytes: 0));
        speed.Add("VaeScore-int8", new(Seconds: 0.5, CpuSeconds: 0.5, AllocatedBytes: 0));
        return new FormatsReport
        {
            Conditions = new("dotnet cake --target=Benchmark", DateTimeOffset.UnixEpoch, MachineFacts.Read()),
            Subject = "Rows.",
            Speed = speed,
            Ratios = [new("VaeScore-int8", "VaeScore-float32")],
            Formats = [Figures("float32"), Figures("int8")],
        };
    }

    private static FormatFigures Figures(string format) =>
        new()
        {
            Format = format,
            GraphBytes = 2048,
            Latents = new(0.5, 0.25),
            Scores = new(0.5, 0.25),
            Accuracy = 0.95,
            AreaUnderRoc = new Dictionary<string, double> { ["letter"] = 0.8 },
        };
}
