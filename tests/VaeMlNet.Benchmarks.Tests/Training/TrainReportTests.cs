using System.Text.Json.Nodes;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class TrainReportTests
{
    private static readonly Candidate Ours = New("fc128/VaeTrainer");
    private static readonly Candidate Slower = New("fc128/pytorch-1-2");
    private static readonly Candidate Faster = New("fc128/pytorch-1-1");
    private static readonly Candidate TorchSharp = New("fc128/torchsharp-2");
    private static readonly Candidate Gemm = New("fc128/gemm-2-1");

    [Test]
    public void ToJson_OursIsFaster_HasRatiosBelowOneWithTheirDirection()
    {
        var json = JsonNode.Parse(Report().ToJson())!;

        Assert.Multiple(() =>
        {
            Assert.That((double)json["ratios"]!["fc128/pytorch"]!, Is.EqualTo(0.75), "over the faster of the two");
            Assert.That((double)json["ratios"]!["fc128/torchsharp"]!, Is.EqualTo(0.5));
            Assert.That((double)json["ratios"]!["fc128/gemm"]!, Is.EqualTo(2));
            Assert.That(json["ratios"]!.AsObject().ContainsKey("fc128/pytorch-defaults"), Is.False, "did not run");
            Assert.That((string)json["direction"]!, Does.Contain("smaller means that ours is faster"));
            Assert.That((double)json["ratio_quartiles"]!["fc128/pytorch"]!["upper"]!, Is.EqualTo(0.75));
            Assert.That((double)json["cpu_ratio_quartiles"]!["fc128/pytorch"]!["median"]!, Is.EqualTo(1.5));
            Assert.That((double)json["sections"]![0]!["candidates"]![0]!["epoch_seconds"]!["median"]!, Is.EqualTo(1.5));
            Assert.That((double)json["sections"]![0]!["preliminary_seconds"]![Slower.Name]!["median"]!, Is.EqualTo(9));
            Assert.That((string)json["machine"]!["versions"]!["Microsoft.ML"]!, Does.Match(@"^\d+\.\d+\.\d+$"));
        });
    }

    [Test]
    public void Write_Section_SaysWhatTheRatioDivides()
    {
        var tables = TrainTables.Write(Report());

        Assert.That(tables, Does.Contain("| `fc128/pytorch` | 0.750 (0.750 to 0.750) | 1.500 (1.500 to 1.500) |"));
        Assert.That(tables, Does.Contain("fc128/VaeTrainer over fc128/pytorch-1-1"));
        Assert.That(tables, Does.Contain("| `fc128/torchsharp` | 0.500 (0.500 to 0.500) | 0.500 (0.500 to 0.500) |"));
        Assert.That(tables, Does.Contain("| `fc128/gemm-2-1` | 0.750 (0.750 to 0.750) | 0.750 | 80,000 | - |"));
    }

    [Test]
    public void Write_CandidatesOfARole_SaysWhatTheirRatioMeans()
    {
        var tables = TrainTables.Write(Report());

        Assert.That(tables, Does.Contain("`torchsharp` is TorchSharp alone with its fastest settings."));
        Assert.That(tables, Does.Contain("`pytorch` is PyTorch with its fastest settings."));
    }

    private static TrainReport Report()
    {
        var preliminary = new Measurements([Slower]);
        preliminary.Add(Slower.Name, new(9, 9, 0));
        var measurements = new Measurements([Ours, TorchSharp, Slower, Faster, Gemm]);
        measurements.Add(Ours.Name, new(Seconds: 1.5, CpuSeconds: 3, 0));
        measurements.Add(TorchSharp.Name, new(3, 6, 0));
        measurements.Add(Slower.Name, new(3, 3, 0));
        measurements.Add(Faster.Name, new(2, 2, 0));
        measurements.Add(Gemm.Name, new(0.75, 0.75, 0));
        TrainedCandidate[] candidates =
        [
            Trained(CandidateRole.Ours, Ours),
            Trained(CandidateRole.TorchSharp, TorchSharp),
            Trained(CandidateRole.PyTorch, Slower),
            Trained(CandidateRole.PyTorch, Faster),
            Trained(CandidateRole.Gemm, Gemm),
        ];
        return new(
            new("dotnet cake", DateTimeOffset.UnixEpoch, MachineFacts.Read()),
            [new(TrainingSection.All[0], preliminary, measurements, candidates)]
        );
    }

    private static TrainedCandidate Trained(CandidateRole role, Candidate candidate) =>
        new(role, candidate, new(new Dictionary<string, string>(), Threads: 1), EpochCount: 10, LastLoss: 106);

    private static Candidate New(string name) => new(name, 1, "", rowCount: 60_000, () => 0);
}
