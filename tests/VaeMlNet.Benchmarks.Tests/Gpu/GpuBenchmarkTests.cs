using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks.Tests;

/// <summary>The benchmark of GPUs, on the CPU.</summary>
internal sealed class GpuBenchmarkTests
{
    private const int RowCount = 64;

    private static readonly TemporaryFolder Folder = new();

    [OneTimeTearDown]
    public void DeleteFolder() => Folder.Dispose();

    [Test]
    [Category("Long")]
    public void Run_ScoringOnTheCpu_ComparesWithRawAndWithNothingElse()
    {
        var report = GpuBenchmark.Run(Settings("encode", "score"), _ => { }).Single();

        var points = JsonNode.Parse(report.ToJson())!["points"]!.AsArray();

        Assert.That(
            points.Select(point => $"{point!["step"]} {point["batch_size"]}"),
            Is.EqualTo(new[] { "VaeEncode 1", "VaeEncode 16", "VaeScore 1", "VaeScore 16" })
        );
        Assert.That(points.Select(point => (double)point!["speed_over_raw"]!["median"]!), Is.All.GreaterThan(0));
        Assert.That(points.Select(point => point!["speed_over_cpu"]), Is.All.Null);
        Assert.That(report.ToMarkdown(), Does.Contain("All figures of this page come from the CPU."));
        Assert.That(report.ToMarkdown(), Does.Contain("| 16 |").And.Contain("The device is the CPU"));
    }

    [TestCase("gpu-fc128", Category = "Long")]
    [TestCase("gpu-conv", Category = "Long")]
    [TestCase("gpu-table", Category = "Long")]
    public void Run_TrainingOnTheCpu_HasBothPrecisionsWithTheirLosses(string section)
    {
        var report = GpuBenchmark.Run(Settings(section), _ => { }).Single();

        var result = report.Sections.Single();

        Assert.That(
            result.Candidates.Select(candidate => candidate.Candidate.Name),
            Is.SupersetOf(new[] { $"{section}/VaeTrainer", $"{section}/VaeTrainer-mixed" })
        );
        Assert.That(result.Candidates.Select(candidate => candidate.LastLoss), Is.All.Positive);
        Assert.That(
            result.Ratios.Select(ratio => ratio.Name),
            Is.SupersetOf(new[] { $"{section}/full-precision", $"{section}/torchsharp" })
        );
        Assert.That(report.ToMarkdown(), Does.Contain("| `" + section + "/VaeTrainer-mixed` |"));
    }

    [Test]
    public void Run_AMissingDevice_SaysHowToRunOnTheCpu()
    {
        var settings = Settings("encode") with { Device = "cuda:99" };

        Assert.That(
            () => GpuBenchmark.Run(settings, _ => { }).Count(),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains("--device=cuda:99")
                .And.Message.Contains("--device=cpu")
        );
    }

    [Test]
    public void ToMarkdown_AGpuThatIsFasterForLargeBatches_SaysFromWhichBatchOn()
    {
        GpuPoint[] points = [Point(16, cuda: 4, cpu: 1), Point(256, cuda: 2, cpu: 3), Point(1024, cuda: 1, cpu: 2)];
        var report = new GpuReport("cuda:0", Conditions, null, [], points);

        Assert.That(
            report.ToMarkdown(),
            Does.Contain("| 16 | 250 | 250 | 1.000 (1.000 to 1.000) | 1,000 | 0.250 (0.250 to 0.250) |")
                .And.Contain("VaeEncode on cuda:0 is faster than on the CPU from 256 rows of a batch on.")
        );
    }

    [Test]
    public void ToMarkdown_AGpuThatIsSlowerWithTheLargestBatches_SaysSo() =>
        Assert.That(
            new GpuReport(
                "cuda:0",
                Conditions,
                null,
                [],
                [Point(16, cuda: 1, cpu: 2), Point(256, cuda: 2, cpu: 1)]
            ).ToMarkdown(),
            Does.Contain("VaeEncode on cuda:0 is not faster than on the CPU with the largest batches.")
        );

    [Test]
    public void OnDevice_PyTorchOnAGpu_RunsWithAndWithoutTheFusedAdamInBothPrecisions()
    {
        var section = TrainingSection.OfGpu[0] with { Device = "cuda:0" };

        var starts = new TrainingCandidates(section, "mnist")
            .PyTorchStartsOnDevice()
            .Select(one => one.Start.ArgumentList)
            .ToArray();

        Assert.That(
            starts.Select(arguments => string.Join(' ', arguments.Where(a => a is "--mixed" or "--fused"))),
            Is.EquivalentTo(new[] { "", "--fused", "--mixed", "--mixed --fused" })
        );
        Assert.That(starts.All(arguments => arguments.Contains("--device=cuda:0")), Is.True);
    }

    private static Conditions Conditions => new("dotnet cake", DateTimeOffset.UnixEpoch, MachineFacts.Read());

    private static GpuPoint Point(int batchSize, double cuda, double cpu)
    {
        Candidate New(string name) => new(name, 1, "", rowCount: 1000, () => 0);
        var (raw, ours, onCpu) = (New("raw"), New("ours"), New("cpu"));
        var measurements = new Measurements([raw, ours, onCpu]);
        measurements.Add("raw", new(cuda, cuda, 0));
        measurements.Add("ours", new(cuda, cuda, 0));
        measurements.Add("cpu", new(cpu, cpu, 0));
        return new("VaeEncode", batchSize)
        {
            Raw = raw,
            Ours = ours,
            OnCpu = onCpu,
            Measurements = measurements,
        };
    }

    private static GpuSettings Settings(params string[] only)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder.Path, string.Join('-', only))).FullName;
        WriteImages(Path.Combine(folder, "train-images-idx3-ubyte"));
        return new()
        {
            Device = "cpu",
            Mnist = folder,
            Rounds = InterleavedRun.FewestRounds,
            Only = only,
            RowCount = RowCount,
            WorkFolder = folder,
        };
    }

    /// <summary>Writes random images in the format of MNIST's file.</summary>
    private static void WriteImages(string path)
    {
        var file = new byte[16 + (RowCount * 28 * 28)];
        new Random(1).NextBytes(file.AsSpan(16));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), RowCount);
        File.WriteAllBytes(path, file);
    }
}
