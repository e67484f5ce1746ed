using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using VaeMlNet.Benchmarks.Measuring;

namespace VaeMlNet.Benchmarks.Encoding;

/// <summary>VaeEncode and ApplyOnnxModelBatched against ONNX Runtime alone and against ML.NET's ApplyOnnxModel, on the same graph and rows.</summary>
internal sealed class EncodeBenchmark : IDisposable
{
    public const string Name = "encode";

    private const string MeanColumn = nameof(Latent.Mean);
    private readonly MLContext ml = new(seed: 1);
    private readonly List<IDisposable> owned = [];
    private readonly float[][] rows;
    private readonly Digit[] digits;
    private readonly IDataView view;

    public EncodeBenchmark(float[][] rows)
    {
        this.rows = rows;
        digits = [.. rows.Select(row => new Digit { Features = row })];
        view = ml.Data.LoadFromEnumerable(digits);
        Contestants =
        [
            .. Batched(threads: 1, suffix: ""),
            .. Batched(threads: 2, suffix: "-2-threads"),
            RawWorkers(2),
            CursorSet(2),
            RawOneRow(),
            PredictionEngine(),
        ];
    }

    public IReadOnlyList<Contestant> Contestants { get; }

    public static IReadOnlyList<SpeedRatio> Ratios { get; } =
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
    ];

    public string Subject =>
        FormattableString.Invariant(
            $"Encoding {rows.Length:N0} MNIST rows in memory with `{EncoderGraph.Path}`, batches of {EncoderGraph.BatchSize}: every contestant reads the same arrays, runs the same graph with the same session options (sequential, no spinning, the given threads; ApplyOnnxModel offers threads alone) and looks at every row's result. A pass starts with opened sessions and a fitted pipeline."
        );

    public void Dispose()
    {
        // Tensors before the sessions that they were made for.
        foreach (IDisposable resource in owned.AsEnumerable().Reverse())
        {
            resource.Dispose();
        }
    }

    private IEnumerable<Contestant> Batched(int threads, string suffix)
    {
        RawSession session = Own(new RawSession(threads));
        GatheringEncoder raw = Own(new GatheringEncoder(session, rows, EncoderGraph.BatchSize));
        FlatEncoder flat = Own(new FlatEncoder(session, rows));
        IDataView encoded = VaeEncode(threads).Transform(view);
        IDataView batched = ApplyOnnxModelBatched(threads).Transform(view);
        IDataView applied = ApplyOnnxModel(threads).Transform(view);
        yield return New($"raw-flat{suffix}", threads, "runs over rows that lie in one array", flat.EncodeAll);
        yield return New($"raw{suffix}", threads, "gather from float[][], run", raw.EncodeAll);
        yield return New(
            $"VaeEncode{suffix}",
            threads,
            "one cursor over LoadFromEnumerable, VaeEncode",
            () => ViewPass.OneCursor(encoded, MeanColumn)
        );
        yield return New(
            $"ApplyOnnxModelBatched{suffix}",
            threads,
            "one cursor over LoadFromEnumerable, ApplyOnnxModelBatched",
            () => ViewPass.OneCursor(batched, EncoderGraph.OutputName)
        );
        yield return New(
            $"ApplyOnnxModel{suffix}",
            threads,
            "one cursor over LoadFromEnumerable, ApplyOnnxModel, a run per row",
            () => ViewPass.OneCursor(applied, EncoderGraph.OutputName)
        );
    }

    private Contestant RawWorkers(int count)
    {
        RawSession session = Own(new RawSession(threads: 1));
        GatheringEncoder[] workers =
        [
            .. Enumerable.Range(0, count).Select(_ => Own(new GatheringEncoder(session, rows, EncoderGraph.BatchSize))),
        ];
        double Pass()
        {
            int next = -1;
            int TakeBatch() => Interlocked.Increment(ref next);
            return Workers.Sum(workers.Select<GatheringEncoder, Func<double>>(w => () => w.EncodeBatches(TakeBatch)));
        }
        return New($"raw-{count}-workers", count, "as raw, batches shared by workers, one session of 1 thread", Pass);
    }

    private Contestant CursorSet(int count)
    {
        // An enumerable gives one cursor, however many are asked for.
        IDataView encoded = VaeEncode(threads: 1).Transform(ml.Data.Cache(view));
        return New(
            $"VaeEncode-{count}-cursors",
            count,
            "a cursor set over the cached view, a thread per cursor, one session of 1 thread",
            () => ViewPass.CursorSet(encoded, MeanColumn, count)
        );
    }

    private Contestant RawOneRow()
    {
        GatheringEncoder raw = Own(new GatheringEncoder(Own(new RawSession(threads: 1)), rows, batchSize: 1));
        return New("raw1", 1, "as raw, a run per row", raw.EncodeAll);
    }

    private Contestant PredictionEngine()
    {
        var engine = Own(ml.Model.CreatePredictionEngine<Digit, Latent>(VaeEncode(threads: 1)));
        return New(
            "PredictionEngine",
            1,
            "Predict(row, ref result) on VaeEncode, a run per row",
            () => Predict(engine)
        );
    }

    private double Predict(PredictionEngine<Digit, Latent> engine)
    {
        var latent = new Latent();
        double checksum = 0;
        foreach (Digit digit in digits)
        {
            engine.Predict(digit, ref latent);
            checksum += Math.Abs(latent.Mean[0]);
        }
        return checksum;
    }

    private VaeEncodeTransformer VaeEncode(int threads) =>
        Own(
            ml.Transforms.VaeEncode(
                    MeanColumn,
                    EncoderGraph.InputName,
                    EncoderGraph.ModelFolder,
                    new() { BatchSize = EncoderGraph.BatchSize, IntraOpThreadCount = threads }
                )
                .Fit(view)
        );

    private ApplyOnnxModelBatchedTransformer ApplyOnnxModelBatched(int threads) =>
        Own(ml.Transforms.ApplyOnnxModelBatched(OnnxOptions(threads), EncoderGraph.BatchSize).Fit(view));

    private OnnxTransformer ApplyOnnxModel(int threads) =>
        Own(ml.Transforms.ApplyOnnxModel(OnnxOptions(threads)).Fit(view));

    private static OnnxOptions OnnxOptions(int threads) =>
        new()
        {
            ModelFile = EncoderGraph.Path,
            InputColumns = [EncoderGraph.InputName],
            OutputColumns = [EncoderGraph.OutputName],
            InterOpNumThreads = 1,
            IntraOpNumThreads = threads,
        };

    private Contestant New(string name, int threads, string description, Func<double> pass) =>
        new(name, threads, description, rows.Length, pass);

    private T Own<T>(T resource)
        where T : IDisposable
    {
        owned.Add(resource);
        return resource;
    }
}
