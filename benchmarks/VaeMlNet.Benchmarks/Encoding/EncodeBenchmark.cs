using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Compares VaeEncode and ApplyOnnxModelBatched with ONNX Runtime alone and with ML.NET's ApplyOnnxModel, on the same graph
/// and rows.
/// </summary>
internal sealed class EncodeBenchmark : ISpeedBenchmark
{
    public const string Name = "encode";

    private static readonly GraphFile Graph = GraphFile.Encoder(GraphFile.MnistFolder);
    private readonly MLContext ml = new(seed: 1);
    private readonly OwnedResources owned = new();
    private readonly StepCandidates make;
    private readonly float[][] rows;
    private readonly Digit[] digits;
    private readonly IDataView view;

    public EncodeBenchmark(float[][] rows)
    {
        this.rows = rows;
        digits = [.. rows.Select(row => new Digit { Features = row })];
        view = ml.Data.LoadFromEnumerable(digits);
        make = new(ml, rows, view, owned);
        var encode = Step("VaeEncode", nameof(Latent.Mean), VaeEncode);
        var batched = Step("ApplyOnnxModelBatched", Graph.Outputs[0], ApplyOnnxModelBatched);
        Candidates =
        [
            .. Batched(encode, batched, threads: 1),
            .. Batched(encode, batched, threads: 2),
            make.RawWorkers(encode, 2),
            make.CursorSet(encode, 2),
            make.RawOnAllCores(encode),
            make.RawOneRow(encode, threads: 1),
            PredictionEngine(encode),
            make.Defaults(
                encode,
                "VaeEncode",
                owned.Add(ml.Transforms.VaeEncode(nameof(Latent.Mean), Graph.Input, Graph.ModelFolder).Fit(view))
            ),
            make.Defaults(
                encode with
                {
                    Columns = Graph.Outputs,
                },
                "ApplyOnnxModel",
                owned.Add(ml.Transforms.ApplyOnnxModel(StepCandidates.OnnxOptions(Graph, threads: null)).Fit(view))
            ),
        ];
    }

    public IReadOnlyList<Candidate> Candidates { get; }

    public IReadOnlyList<SpeedRatio> Ratios { get; } =
    [
        new("VaeEncode", "raw"),
        new("VaeEncode", "raw-flat"),
        new("VaeEncode", "ApplyOnnxModel"),
        new("ApplyOnnxModelBatched", "raw"),
        new("ApplyOnnxModelBatched", "ApplyOnnxModel"),
        new("VaeEncode-2-threads", "raw-2-threads"),
        new("VaeEncode-2-threads", "raw-flat-2-threads"),
        new("VaeEncode-2-threads", "ApplyOnnxModel-2-threads"),
        new("ApplyOnnxModelBatched-2-threads", "raw-2-threads"),
        new("ApplyOnnxModelBatched-2-threads", "ApplyOnnxModel-2-threads"),
        new("VaeEncode-2-cursors", "raw-2-workers"),
        new("VaeEncode-2-cursors", "raw-2-threads"),
        new("PredictionEngine", "raw1"),
        new("VaeEncode-defaults", "ApplyOnnxModel-defaults"),
        new("VaeEncode-defaults", "raw-all-cores"),
    ];

    public string Subject =>
        FormattableString.Invariant(
            $"Encoding {rows.Length:N0} MNIST rows in memory with `{Graph.Path}`, batches of {GraphFile.BatchSize}: every candidate reads the same arrays, runs the same graph with the same session options (sequential, no spinning, the given threads; ApplyOnnxModel offers threads alone) and looks at every row's result. A pass starts with opened sessions and a fitted pipeline."
        );

    public void Dispose() => owned.Dispose();

    private IEnumerable<Candidate> Batched(MeasuredStep encode, MeasuredStep batched, int threads) =>
        [
            make.RawFlat(encode, threads),
            make.Raw(encode, threads),
            make.OneCursor(encode, threads),
            make.OneCursor(batched, threads),
            make.ApplyOnnxModel(encode, threads),
        ];

    private Candidate PredictionEngine(MeasuredStep encode)
    {
        var engine = owned.Add(ml.Model.CreatePredictionEngine<Digit, Latent>(VaeEncode(threads: 1)));
        return make.New(
            encode,
            "PredictionEngine",
            threads: 1,
            "Predict(row, ref result) on VaeEncode, a run per row",
            () => Predict(engine)
        );
    }

    private double Predict(PredictionEngine<Digit, Latent> engine)
    {
        var latent = new Latent();
        double checksum = 0;
        foreach (var digit in digits)
        {
            engine.Predict(digit, ref latent);
            checksum += Math.Abs(latent.Mean[0]);
        }

        return checksum;
    }

    private static MeasuredStep Step(string name, string column, Func<int, ITransformer> fit) =>
        new()
        {
            Name = name,
            RawName = "raw",
            Graphs = [Graph],
            Columns = [column],
            Fit = fit,
        };

    private VaeTransformer VaeEncode(int threads) =>
        owned.Add(
            ml.Transforms.VaeEncode(
                    nameof(Latent.Mean),
                    Graph.Input,
                    Graph.ModelFolder,
                    new() { BatchSize = GraphFile.BatchSize, IntraOpThreadCount = threads }
                )
                .Fit(view)
        );

    private VaeTransformer ApplyOnnxModelBatched(int threads) =>
        owned.Add(
            ml.Transforms.ApplyOnnxModelBatched(
                    new ApplyOnnxModelBatchedOptions
                    {
                        ModelFile = Graph.Path,
                        InputColumns = [Graph.Input],
                        OutputColumns = Graph.Outputs,
                        InterOpThreadCount = 1,
                        IntraOpThreadCount = threads,
                    }
                )
                .Fit(view)
        );
}
