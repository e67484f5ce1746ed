using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Files;

namespace VaeMlNet.Cli;

/// <summary>The VAE as a user gets it who names a column and nothing else, with both of its scores.</summary>
/// <param name="name">What its negative ELBO is called; the reconstruction error has "_recon" behind it.</param>
/// <param name="epochCount">Epochs; null leaves them to the detector.</param>
internal sealed class VaeDetector(string name, int? epochCount) : Detector
{
    private const string ScoreColumn = "Score";

    /// <summary>Trimming in the place of the detector's own; null leaves it.</summary>
    public VaeTrimmingOptions? Trimming { get; init; }

    /// <inheritdoc />
    public override IReadOnlyList<string> Methods => [name, $"{name}_recon"];

    /// <inheritdoc />
    public override IReadOnlyList<DetectorScores> Detect(
        TrainTestSplit split,
        TrainTestSplit standardised,
        int seed,
        CancellationToken cancellationToken
    )
    {
        MLContext ml = new(seed);
        var training = FeatureDataView.Create(ml, split.Training);
        var test = FeatureDataView.Create(ml, split.Test);
        var trainer = ml.AnomalyDetection.Trainers.Vae(FeatureDataView.ColumnName, Options(seed));
        (var detector, var fit) = Timed(() => trainer.Fit(training));
        using var owned = detector;
        cancellationToken.ThrowIfCancellationRequested();
        return [Score(detector, test, fit), ScoreByReconstruction(ml, detector, test, fit)];
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
}
