using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Scores standardized rows with ML.NET's RandomizedPca detector.</summary>
internal sealed class RandomizedPcaDetector : Detector
{
    // ML.NET's default. With fewer columns, use half of them: the score is the part that the components do not explain.
    private const int Rank = 20;

    /// <inheritdoc />
    public override string Name => "RandomizedPca";

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
        var training = FeatureDataView.Create(ml, standardized.Training);
        var test = FeatureDataView.Create(ml, standardized.Test);
        var rank = Math.Clamp(standardized.Training.Width / 2, 1, Rank);
        var trainer = ml.AnomalyDetection.Trainers.RandomizedPca(FeatureFileView.ColumnName, rank: rank, seed: seed);
        (var model, var fit) = Timed<ITransformer>(() => trainer.Fit(training));
        (var scores, var score) = Timed(() => PcaScores.Read(model.Transform(test)));
        return [new DetectorScores([scores], fit, score)];
    }
}
