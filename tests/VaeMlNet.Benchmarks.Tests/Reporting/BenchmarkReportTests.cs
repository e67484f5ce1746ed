using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class BenchmarkReportTests
{
    [Test]
    public void ToJson_TwoCandidates_HasRatiosWithTheirDirection()
    {
        var json = JsonNode.Parse(Report().ToJson())!;

        Assert.Multiple(() =>
        {
            Assert.That((double)json["ratios"]!["VaeEncode/raw"]!, Is.EqualTo(0.8));
            Assert.That((string)json["direction"]!, Does.Contain("larger means that a is faster"));
            Assert.That((double)json["ratio_quartiles"]!["VaeEncode/raw"]!["lower"]!, Is.EqualTo(0.8));
            Assert.That((double)json["cpu_ratio_quartiles"]!["VaeEncode/raw"]!["median"]!, Is.EqualTo(0.5));
            Assert.That((int)json["rounds"]!, Is.EqualTo(1));
            Assert.That((double)json["candidates"]![1]!["rows_per_second"]!["median"]!, Is.EqualTo(8));
            Assert.That((string)json["machine"]!["versions"]!["Microsoft.ML"]!, Does.Match(@"^\d+\.\d+\.\d+$"));
        });
    }

    [Test]
    public void Write_TwoCandidates_HasARowForEachAndForTheirRatio()
    {
        var tables = MarkdownTables.Write(Report());

        Assert.That(tables, Does.Contain("| `raw` | 1 | 10 | 100000.00 | 0.0 | gathers |"));
        Assert.That(tables, Does.Contain("| `VaeEncode/raw` | 0.800 (0.800 to 0.800) | 0.500 (0.500 to 0.500) |"));
    }

    private static BenchmarkReport Report()
    {
        var measurements = new Measurements([
            new("raw", 1, "gathers", 10, () => 0),
            new("VaeEncode", 1, "a cursor", 10, () => 0),
        ]);
        measurements.Add("raw", new(Seconds: 1, CpuSeconds: 1, AllocatedBytes: 0));
        measurements.Add("VaeEncode", new(Seconds: 1.25, CpuSeconds: 2, AllocatedBytes: 0));
        return new BenchmarkReport
        {
            Benchmark = "encode",
            Subject = "Encoding",
            Conditions = new("dotnet cake --target=Benchmark", DateTimeOffset.UnixEpoch, MachineFacts.Read()),
            Measurements = measurements,
            Ratios = [new("VaeEncode", "raw")],
        };
    }
}
