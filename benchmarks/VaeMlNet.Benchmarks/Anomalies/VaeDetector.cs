using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Files;
using static System.FormattableString;

namespace VaeMlNet.Benchmarks;

/// <summary>Scores rows with the VAE detector by both of its scores, with default options or with one change.</summary>
/// <param name="variant">The name of the change; null for the defaults.</param>
/// <param name="change">Returns the options with the change.</param>
internal sealed class VaeDetector(string? variant = null, Func<VaeTrainerOptions, VaeTrainerOptions>? change = null)
    : Detector
{
    /// <summary>The name of the detector with default options, scored by its negative ELBO.</summary>
    public const string DefaultName = "vae";

    /// <summary>The name of the detector of normal rows.</summary>
    public const string NormalRowsName = $"{DefaultName}_{NormalRows}";

    private const string NormalRows = "normal_rows";
    private const string ScoreColumn = "Score";
    private const string KnownColumn = "Known";

    /// <summary>Gets the number of epochs; null: the detector chooses it.</summary>
    public int? EpochCount { get; init; }

    /// <summary>Gets the number of anomalies of the training part whose labels the detector gets. Default: 0.</summary>
    public int KnownAnomalyCount { get; init; }

    /// <summary>Gets the numbers of training rows whose labels the detector gets, in the order in which the product asks for them. Default: none.</summary>
    public IReadOnlyList<int> AskedRowCounts { get; init; } = [];

    /// <inheritdoc />
    public override string Name { get; } = variant is null ? DefaultName : $"{DefaultName}_{variant}";

    /// <summary>Gets for which training rows the detector is: normal ones, those with anomalies, or both for null. Default: null.</summary>
    public bool? ForNormalRows { get; init; }

    /// <inheritdoc />
    public override bool IsDefault(bool onNormalRows) =>
        !IsVariant && ForNormalRows is not { } normal || ForNormalRows == onNormalRows;

    /// <summary>Gets the name of the negative ELBO, and that of the reconstruction error; with answers, a name for each number of them.</summary>
    public override IReadOnlyList<string> Methods =>
        AskedRowCounts.Count > 0
            ? [.. AskedRowCounts.Select(count => Invariant($"{Name}{count}"))]
            : [Name, $"{Name}_recon"];

    /// <summary>Creates the detector with default options, and the variants of one change each.</summary>
    /// <param name="epochCount">The number of epochs; null: the detector chooses it.</param>
    public static VaeDetector[] CreateAll(int? epochCount)
    {
        VaeDetector Variant(string name, Func<VaeTrainerOptions, VaeTrainerOptions> change) =>
            new(name, change) { EpochCount = epochCount, IsVariant = true };
        VaeDetector Network(string name, int[] hidden, VaeActivation activation = VaeActivation.Tanh) =>
            Variant(
                name,
                options =>
                    options with
                    {
                        Network = new FullyConnectedNetworkOptions { HiddenDims = hidden, Activation = activation },
                    }
            );
        VaeDetector StudentT(string name, StudentTLikelihoodOptions likelihood) =>
            Variant(name, options => options with { Likelihood = likelihood });
        VaeDetector Gaussian(string name, GaussianLikelihoodOptions likelihood) =>
            Variant(name, options => options with { Likelihood = likelihood });
        return
        [
            new() { EpochCount = epochCount },
            new("untrimmed", options => options with { TrimmedShare = 0 }) { EpochCount = epochCount },
            new("known")
            {
                EpochCount = epochCount,
                KnownAnomalyCount = 5,
                ForNormalRows = false,
            },
            new("asked")
            {
                EpochCount = epochCount,
                AskedRowCounts = [5, 10, 20],
                IsVariant = true,
            },
            new(NormalRows, options => options with { NormalRows = true })
            {
                EpochCount = epochCount,
                ForNormalRows = true,
            },
            Gaussian("gaussian", new() { Learned = VaeLearnedScale.PerRow, SmallestVariance = 0.01 }),
            Gaussian("gaussian_unit", new()),
            StudentT("scale_per_feature", new() { Learned = VaeLearnedScale.PerFeature, SmallestScale = 0.1 }),
            StudentT("scale_above_0.01", new() { Learned = VaeLearnedScale.PerRow, SmallestScale = 0.01 }),
            StudentT("scale_above_0.3", new() { Learned = VaeLearnedScale.PerRow, SmallestScale = 0.3 }),
            Network("relu", [64], VaeActivation.Relu),
            Network("units32", [32]),
            Network("units128", [128]),
            Network("layers64-32", [64, 32]),
            Variant("latents4", options => options with { LatentDim = 4 }),
            Variant("beta0.5", options => options with { Beta = 0.5 }),
            Variant("beta2", options => options with { Beta = 2 }),
            Variant("rate0.001", options => options with { LearningRate = 0.001 }),
            Variant("rate0.01", options => options with { LearningRate = 0.01 }),
            Variant("batch256", options => options with { BatchSize = 256 }),
            Variant(
                "noise0.2",
                options =>
                    options with
                    {
                        InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian, Level = 0.2 },
                    }
            ),
        ];
    }

    /// <inheritdoc />
    public override IReadOnlyList<DetectorScores> Detect(
        TrainTestSplit split,
        TrainTestSplit standardized,
        int seed,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    )
    {
        MLContext ml = new(seed);
        var test = FeatureDataView.Create(ml, split.Test);
        if (AskedRowCounts.Count > 0)
        {
            return DetectWithAnswers(ml, split, test, seed, progress, cancellationToken);
        }

        // The rows are in random order.
        var known = split
            .IsTrainingAnomaly.Index()
            .Where(row => row.Item)
            .Take(KnownAnomalyCount)
            .ToDictionary(row => (long)row.Index, row => true);
        using var temporary = TemporaryFile.NewFolder("anomaly");
        var model = Path.Combine(temporary.Folder, "model");
        var seconds = Export(View(ml, split), known, model, seed, progress, cancellationToken);
        return
        [
            Score(ml, model, VaeScoreKind.NegativeElbo, test, seconds),
            Score(ml, model, VaeScoreKind.ReconstructionError, test, seconds),
        ];
    }

    /// <summary>Asks for the labels of the training rows that the product chooses, and trains again with the first of them.</summary>
    private DetectorScores[] DetectWithAnswers(
        MLContext ml,
        TrainTestSplit split,
        IDataView test,
        int seed,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    )
    {
        var training = View(ml, split);
        using var temporary = TemporaryFile.NewFolder("anomaly");
        var unlabeled = Path.Combine(temporary.Folder, "unlabeled");
        Export(training, [], unlabeled, seed, progress, cancellationToken);
        VaeRowToLabel[] asked;
        using (var opened = VaeModel.Open(unlabeled))
        {
            asked =
            [
                .. ml.Data.VaeRowsToLabel(
                    training,
                    opened,
                    AskedRowCounts.Max(),
                    inputColumnName: FeatureFileView.ColumnName
                ),
            ];
        }

        return
        [
            .. AskedRowCounts.Select(count =>
            {
                var answers = asked.Take(count).ToDictionary(row => row.Row, row => split.IsTrainingAnomaly[row.Row]);
                var model = Path.Combine(temporary.Folder, Invariant($"labeled-{count}"));
                var seconds = Export(training, answers, model, seed, progress, cancellationToken);
                return Score(ml, model, VaeScoreKind.NegativeElbo, test, seconds);
            }),
        ];
    }

    /// <summary>Trains a detector, exports it, and returns the seconds.</summary>
    private double Export(
        IDataView training,
        Dictionary<long, bool> known,
        string model,
        int seed,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    )
    {
        // The figures do not depend on thresholds.
        VaeTrainer trainer = new(
            Options(seed) with
            {
                Data = new() { ThresholdFolds = 0 },
                Labels = known.Count > 0 ? new KnownAnomalyLabelOptions { ColumnName = KnownColumn } : null,
            }
        )
        {
            ForAnomalies = true,
        };
        var rows = known.Count > 0 ? new MLContext(seed).Data.WithVaeLabels(training, known, KnownColumn) : training;
        (_, var seconds) = Timed(() =>
        {
            using var trained = trainer.Fit(
                rows,
                [FeatureFileView.ColumnName],
                progress: progress,
                cancellationToken: cancellationToken
            );
            return trained.Export(model, rows);
        });
        return seconds;
    }

    private static IDataView View(MLContext ml, TrainTestSplit split) => FeatureDataView.Create(ml, split.Training);

    private VaeTrainerOptions Options(int seed)
    {
        VaeTrainerOptions options = new() { Seed = seed, EpochCount = EpochCount };
        return change is null ? options : change(options);
    }

    private static DetectorScores Score(MLContext ml, string model, VaeScoreKind kind, IDataView test, double fit)
    {
        using var scorer = ml
            .Transforms.VaeScore(ScoreColumn, FeatureFileView.ColumnName, model, new VaeScoreOptions { Kind = kind })
            .Fit(test);
        (var scores, var seconds) = Timed<float[]>(() => [.. scorer.Transform(test).GetColumn<float>(ScoreColumn)]);
        return new DetectorScores([scores], fit, seconds);
    }
}
