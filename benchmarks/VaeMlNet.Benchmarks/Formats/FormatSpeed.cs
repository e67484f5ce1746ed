using Microsoft.ML;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Benchmarks;

/// <summary>Compares the speed of VaeEncode and VaeScore in every weight format with float32.</summary>
internal sealed class FormatSpeed : ISpeedBenchmark
{
    private const int RowCount = 16_384;
    private static readonly int[] ThreadCounts = [1, 2];
    private readonly OwnedResources owned = new();

    public FormatSpeed(float[][] rows, IReadOnlyDictionary<OnnxWeightFormat, string> folders)
    {
        var steps = new GrowthSteps(new MLContext(seed: 1), owned);
        var candidates = new List<Candidate>();
        var ratios = new List<SpeedRatio>();
        foreach (var format in WeightFormats.All)
        {
            var name = WeightFormats.NameOf(format);
            foreach (var threads in ThreadCounts)
            {
                foreach (var one in steps.OneCursor(folders[format], rows[..RowCount], 0, threads))
                {
                    var step = one.Candidate.Description;
                    var suffix = StepCandidates.Suffix(threads);
                    candidates.Add(one.Candidate with { Name = $"{step}-{name}{suffix}", Work = $"{step}-{name}" });
                    ratios.Add(new($"{step}-{name}{suffix}", $"{step}-float32{suffix}"));
                }
            }
        }

        Candidates = candidates;
        Ratios = [.. ratios.Where(ratio => ratio.Candidate != ratio.Reference)];
    }

    public string Subject =>
        FormattableString.Invariant($"{RowCount:N0} MNIST rows in memory, one cursor, 784-400-20.");

    public IReadOnlyList<Candidate> Candidates { get; }

    public IReadOnlyList<SpeedRatio> Ratios { get; }

    public void Dispose() => owned.Dispose();
}
