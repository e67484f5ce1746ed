using Microsoft.ML;
using VaeMlNet.Benchmarks.Growth;
using VaeMlNet.Benchmarks.Inference;
using VaeMlNet.Benchmarks.Measuring;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Benchmarks.Formats;

/// <summary>VaeEncode and VaeScore in every format, beside float32.</summary>
internal sealed class FormatSpeed : ISpeedBenchmark
{
    private const int RowCount = 16_384;
    private static readonly int[] ThreadCounts = [1, 2];
    private readonly OwnedResources owned = new();

    public FormatSpeed(float[][] rows, IReadOnlyDictionary<OnnxWeightFormat, string> folders)
    {
        var steps = new GrowthSteps(new MLContext(seed: 1), owned);
        var contestants = new List<Contestant>();
        var ratios = new List<SpeedRatio>();
        foreach (OnnxWeightFormat format in WeightFormats.All)
        {
            string name = WeightFormats.NameOf(format);
            foreach (int threads in ThreadCounts)
            {
                foreach (GrowthCase one in steps.OneCursor(folders[format], rows[..RowCount], 0, threads))
                {
                    string step = one.Contestant.Description;
                    string suffix = StepContestants.Suffix(threads);
                    contestants.Add(one.Contestant with { Name = $"{step}-{name}{suffix}", Work = $"{step}-{name}" });
                    ratios.Add(new($"{step}-{name}{suffix}", $"{step}-float32{suffix}"));
                }
            }
        }
        Contestants = contestants;
        Ratios = [.. ratios.Where(ratio => ratio.Contestant != ratio.Reference)];
    }

    public string Subject =>
        FormattableString.Invariant($"{RowCount:N0} MNIST rows in memory, one cursor, 784-400-20.");

    public IReadOnlyList<Contestant> Contestants { get; }

    public IReadOnlyList<SpeedRatio> Ratios { get; }

    public void Dispose() => owned.Dispose();
}
