using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Measures VaeEncode and VaeScore with a 784-400-20 network at several batch sizes, beside ONNX Runtime alone and beside the CPU.
/// </summary>
internal sealed class GpuScoring : IDisposable
{
    public const string Encode = "encode";
    public const string Score = "score";

    private const int Width = Digit.PixelCount;
    private const int LatentDim = 20;
    private const int MostRows = 65_536;
    private const int BatchesOfAPass = 256;
    private const int MostThreads = 4;
    private const string Output = "Output";

    private static readonly int[] BatchSizes = [1, 16, 256, 1024, 4096, 16_384, 65_536];

    private readonly OwnedResources owned = new();
    private readonly MLContext ml = new(seed: 1);
    private readonly GpuSettings settings;
    private readonly string modelFolder;
    private readonly float[][] rows;

    /// <summary>Writes the model folder, and generates the rows.</summary>
    public GpuScoring(GpuSettings settings)
    {
        this.settings = settings;
        modelFolder = Path.Combine(settings.WorkFolder, "gpu-model");
        UntrainedModel.Export(modelFolder, Width, LatentDim);
        rows = RandomRows.Draw(Math.Min(MostRows, settings.RowCount ?? MostRows), Width);
    }

    /// <summary>Measures all points in turn.</summary>
    public IReadOnlyList<GpuPoint> Run(Action<string> report)
    {
        GpuPoint[] points = [.. Steps().SelectMany(step => Points(step.Name, step.Graph, step.Fit))];
        var candidates = points.SelectMany(point => point.Candidates).ToArray();
        var measurements = InterleavedRun.Measure(
            candidates,
            settings.Rounds,
            line => report($"{Encode} and {Score}: {line}")
        );
        return [.. points.Select(point => point with { Measurements = measurements })];
    }

    public void Dispose() => owned.Dispose();

    private delegate IDataView FitStep(IDataView view, int? gpuDeviceId, int batchSize);

    private IEnumerable<(string Name, GraphFile Graph, FitStep Fit)> Steps()
    {
        const string input = FeatureFileView.ColumnName;
        if (settings.Runs(Encode))
        {
            yield return (
                "VaeEncode",
                GraphFile.Encoder(modelFolder),
                (view, gpu, batchSize) =>
                    owned
                        .Add(
                            ml.Transforms.VaeEncode(
                                    Output,
                                    input,
                                    Source(gpu),
                                    new VaeEncodeOptions { BatchSize = batchSize }
                                )
                                .Fit(view)
                        )
                        .Transform(view)
            );
        }

        if (settings.Runs(Score))
        {
            yield return (
                "VaeScore",
                GraphFile.Scorer(modelFolder, "score"),
                (view, gpu, batchSize) =>
                    owned
                        .Add(
                            ml.Transforms.VaeScore(
                                    Output,
                                    input,
                                    Source(gpu),
                                    new VaeScoreOptions { BatchSize = batchSize }
                                )
                                .Fit(view)
                        )
                        .Transform(view)
            );
        }
    }

    private VaeModelSource Source(int? gpuDeviceId) =>
        new(modelFolder, gpuDeviceId is { } id ? VaeDevice.Cuda(id) : VaeDevice.Cpu);

    private IEnumerable<GpuPoint> Points(string step, GraphFile graph, FitStep fit)
    {
        foreach (var batchSize in BatchSizes.Where(size => size <= rows.Length))
        {
            var some = rows[..(batchSize * Math.Min(BatchesOfAPass, rows.Length / batchSize))];
            var view = FeatureDataView.Create(ml, some, Width);
            var threads = Math.Min(MostThreads, Environment.ProcessorCount);
            var raw = owned.Add(new BoundPass(graph, settings.GpuDeviceId, threads, some, batchSize));
            Candidate New(string name, Func<double> pass)
            {
                var work = FormattableString.Invariant($"{step}, batches of {batchSize}");
                return new($"{name}, {work}", threads, name, some.Length, pass) { Work = work };
            }

            Candidate Ours(int? gpu, string name)
            {
                var transformed = fit(view, gpu, batchSize);
                return New(name, () => ViewPass.OneCursor(transformed, Output));
            }

            yield return new(step, batchSize)
            {
                Raw = New($"raw on {settings.Device}", raw.RunAll),
                Ours = Ours(settings.GpuDeviceId, $"VaeMlNet on {settings.Device}"),
                OnCpu = settings.GpuDeviceId is null ? null : Ours(null, "VaeMlNet on cpu"),
            };
        }
    }
}
