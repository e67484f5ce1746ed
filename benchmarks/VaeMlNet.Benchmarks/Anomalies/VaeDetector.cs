using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Files;

namespace VaeMlNet.Benchmarks;

/// <summary>Scores rows with the VAE detector and default options, by both of its scores.</summary>
/// <param name="name">The name of the negative ELBO. The reconstruction error has this name with "_recon" added.</param>
/// <param name="epochCount">The number of epochs; null: the detector chooses it.</param>
internal sealed class VaeDetector(string name, int? epochCount) : Detector
{
    private const string ScoreColumn = "Score";
    private const string KnownColumn = nameof(KnownRow.Known);

    /// <summary>Gets the trimming options. Null keeps those of the detector.</summary>
    public VaeTrimmingOptions? Trimming { get; init; }

    /// <summary>Gets the number of anomalies of the training part whose labels the detector gets. Default: 0.</summary>
    public int KnownAnomalyCount { get; init; }

    /// <inheritdoc />
    public override IReadOnlyList<string> Methods => [name, $"{name}_recon"];

    /// <inheritdoc />
    public override IReadOnlyList<DetectorScores> Detect(TrainTestSplit split, TrainTestSplit standardized, int seed)
    {
        MLContext ml = new(seed);
        var training = View(ml, split);
        var test = FeatureDataView.Create(ml, split.Test);
        var trainer = ml.AnomalyDetection.Trainers.Vae(
            FeatureDataView.ColumnName,
            Options(seed),
            labelColumnName: KnownAnomalyCount > 0 ? KnownColumn : null
        );
        (var detector, var fit) = Timed(() => trainer.Fit(training));
        using var owned = detector;
        return [Score(detector, test, fit), ScoreByReconstruction(ml, detector, test, fit)];
    }

    private IDataView View(MLContext ml, TrainTestSplit split)
    {
        // The rows are in random order.
        var known = split.IsTrainingAnomaly.Index().Where(row => row.Item).Take(KnownAnomalyCount).ToHashSet();
        var schema = SchemaDefinition.Create(typeof(KnownRow));
        schema[FeatureDataView.ColumnName].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            split.Training.Width
        );
        return ml.Data.LoadFromEnumerable(
            split
                .IsTrainingAnomaly.Index()
                .Select(row => new KnownRow
                {
                    Features = split.Training.Row(row.Index).ToArray(),
                    Known = known.Contains(row),
                })
                .ToArray(),
            schema
        );
    }

    private VaeTrainerOptions Options(int seed)
    {
        VaeTrainerOptions options = new() { Seed = seed };
        options = epochCount is { } epochs ? options with { EpochCount = epochs } : options;
        return Trimming is null ? options : options with { Trimming = Trimming };
    }

    private static DetectorScores Score(VaeScoreTransformer detector, IDataView test, double fit)
    {
        (var scores, var seconds) = Timed<float[]>(() => [.. detector.Transform(test).GetColumn<float>(ScoreColumn)]);
        return new DetectorScores(scores, fit, seconds);
    }

    private static DetectorScores ScoreByReconstruction(
        MLContext ml,
        VaeScoreTransformer detector,
        IDataView test,
        double fit
    )
    {
        using var temporary = TemporaryFile.NewFolder("anomaly");
        var model = Path.Combine(temporary.Folder, "model");
        detector.SaveModelFolder(model);
        using var other = ml
            .Transforms.VaeScore(
                ScoreColumn,
                FeatureDataView.ColumnName,
                model,
                new VaeScoreOptions { Kind = VaeScoreKind.ReconstructionError }
            )
            .Fit(test);
        return Score(other, test, fit);
    }

    private sealed class KnownRow
    {
        public float[] Features { get; set; } = [];

        public bool Known { get; set; }
    }
}
