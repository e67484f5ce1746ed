using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Compares VaeScore, with and without contributions, and VaeReconstruct with ONNX Runtime alone on the same graphs and outputs.
/// Compares VaeScore also with ML.NET's ApplyOnnxModel.
/// </summary>
internal sealed class ScoreBenchmark : ISpeedBenchmark
{
    public const string Name = "score";

    /// <summary>The number of rows, for passes of at least a third of a second.</summary>
    public const int RowCount = 30_000;

    // The threads of a service that call a scorer at the same time.
    private const int CallerCount = 16;

    private const string ScoreColumn = "Score";
    private const string LabelColumn = "PredictedLabel";
    private const string ContributionsColumn = "Contributions";
    private const string ReconstructionColumn = "Reconstruction";
    private static readonly int[] ThreadCounts = [1, 2];
    private readonly MLContext ml = new(seed: 1);
    private readonly OwnedResources owned = new();
    private readonly string modelFolder;
    private readonly int rowCount;
    private readonly IDataView view;

    /// <param name="modelFolder">The model folder.</param>
    /// <param name="rows">The rows to score.</param>
    public ScoreBenchmark(string modelFolder, float[][] rows)
    {
        this.modelFolder = modelFolder;
        rowCount = rows.Length;
        view = ml.Data.LoadFromEnumerable(rows.Select(row => new Digit { Features = row }).ToArray());
        var make = new StepCandidates(ml, rows, view, owned);
        var score = Score();
        Candidates =
        [
            .. new[] { score, ScoreWithContributions(), Reconstruct() }.SelectMany(step => Batched(make, step)),
            make.RawOnAllCores(score),
            make.Defaults(score, score.Name, FitScore(threads: null, contributions: null)),
            .. ThreadCounts.Select(threads => make.RawOneRow(score, threads)),
            .. OneRowScorers(make, score, rows),
            .. ThreadCounts.Select(threads => make.ApplyOnnxModel(score, threads)),
        ];
    }

    public IReadOnlyList<Candidate> Candidates { get; }

    public IReadOnlyList<SpeedRatio> Ratios { get; } =
    [
        .. OfStep("VaeScore", "raw"),
        .. OfStep("VaeScore-contributions", "raw-contributions"),
        .. OfStep("VaeReconstruct", "raw-reconstruct"),
        new("VaeScore-defaults", "raw-all-cores"),
        new("VaeScore", "ApplyOnnxModel"),
        new("VaeScore-2-threads", "ApplyOnnxModel-2-threads"),
        new("VaeScore-2-cursors", "ApplyOnnxModel-2-threads"),
        new("raw", "raw1"),
        new("raw-2-threads", "raw1-2-threads"),
        new("VaeScorer", "raw1"),
        new($"VaeScorer-{CallerCount}-callers-shared", $"VaeScorer-{CallerCount}-callers"),
    ];

    public string Subject =>
        FormattableString.Invariant(
            $"Scoring and reconstructing {rowCount:N0} MNIST rows in memory with `{modelFolder}`, batches of {GraphFile.BatchSize}: every candidate reads the same arrays, runs the same graphs for the same outputs with the same session options (sequential, no spinning, the given threads; ApplyOnnxModel offers threads alone) and looks at every row's result. VaeScore gives score and label, with `contributions` also each slot's part; VaeReconstruct runs encoder and decoder. A pass starts with opened sessions and a fitted pipeline."
        );

    public void Dispose() => owned.Dispose();

    private static IEnumerable<Candidate> Batched(StepCandidates make, MeasuredStep step) =>
        [
            .. ThreadCounts.Select(threads => make.Raw(step, threads)),
            .. ThreadCounts.Select(threads => make.OneCursor(step, threads)),
            make.RawWorkers(step, 2),
            make.CursorSet(step, 2),
        ];

    private static IEnumerable<SpeedRatio> OfStep(string step, string raw) =>
        [
            new(step, raw),
            new($"{step}-2-threads", $"{raw}-2-threads"),
            new($"{step}-2-cursors", $"{raw}-2-workers"),
            new($"{step}-2-cursors", $"{raw}-2-threads"),
        ];

    /// <summary>Creates the candidates that score one row after the other, as services do.</summary>
    private IEnumerable<Candidate> OneRowScorers(StepCandidates make, MeasuredStep score, float[][] rows)
    {
        var model = owned.Add(VaeModel.Open(modelFolder, new() { IntraOpThreadCount = 1 }));
        var own = owned.Add(model.CreateScorer());
        var shared = owned.Add(model.CreateScorer(maxBatchSize: CallerCount));
        yield return make.New(score, "VaeScorer", 1, "Score(row) on one thread", () => ScoreAll(own, rows, 0, 1));
        foreach (
            var (scorer, name, kind) in new[] { (own, "", "a run for each row"), (shared, "-shared", "shared runs") }
        )
        {
            yield return make.New(
                score,
                $"VaeScorer-{CallerCount}-callers{name}",
                1,
                $"Score(row) on {CallerCount} threads, {kind}",
                () =>
                    ParallelWork.Sum(
                        Enumerable
                            .Range(0, CallerCount)
                            .Select<int, Func<double>>(caller => () => ScoreAll(scorer, rows, caller, CallerCount))
                    )
            ) with
            {
                Threads = Environment.ProcessorCount,
            };
        }
    }

    private static double ScoreAll(VaeScorer scorer, float[][] rows, int first, int step)
    {
        double checksum = 0;
        for (var row = first; row < rows.Length; row += step)
        {
            checksum += Math.Abs(scorer.Score(rows[row]));
        }

        return checksum;
    }

    private MeasuredStep Score() =>
        new()
        {
            Name = "VaeScore",
            RawName = "raw",
            Graphs = [GraphFile.Scorer(modelFolder, "score")],
            Columns = [ScoreColumn, LabelColumn],
            Fit = threads => FitScore(threads, contributions: null),
        };

    private MeasuredStep ScoreWithContributions() =>
        new()
        {
            Name = "VaeScore-contributions",
            RawName = "raw-contributions",
            Graphs = [GraphFile.Scorer(modelFolder, "score", "score_contributions")],
            Columns = [ScoreColumn, LabelColumn, ContributionsColumn],
            Fit = threads => FitScore(threads, ContributionsColumn),
        };

    private MeasuredStep Reconstruct() =>
        new()
        {
            Name = "VaeReconstruct",
            RawName = "raw-reconstruct",
            Graphs = [GraphFile.Encoder(modelFolder), GraphFile.Decoder(modelFolder)],
            Columns = [ReconstructionColumn],
            Fit = threads =>
                owned.Add(
                    ml.Transforms.VaeReconstruct(
                            ReconstructionColumn,
                            GraphFile.FeaturesName,
                            modelFolder,
                            new() { BatchSize = GraphFile.BatchSize, IntraOpThreadCount = threads }
                        )
                        .Fit(view)
                ),
        };

    private VaeScoreTransformer FitScore(int? threads, string? contributions) =>
        owned.Add(
            ml.Transforms.VaeScore(
                    ScoreColumn,
                    GraphFile.FeaturesName,
                    modelFolder,
                    new()
                    {
                        BatchSize = GraphFile.BatchSize,
                        IntraOpThreadCount = threads,
                        PredictedLabelColumnName = LabelColumn,
                        ContributionsColumnName = contributions,
                    }
                )
                .Fit(view)
        );
}
