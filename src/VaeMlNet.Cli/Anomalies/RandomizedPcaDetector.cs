using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Cli.Data;

namespace VaeMlNet.Cli.Anomalies;

/// <summary>ML.NET's own detector, on standardised rows.</summary>
internal sealed class RandomizedPcaDetector : Detector
{
    // ML.NET's default; where there are fewer columns, half of them, so that something is left to score.
    private const int Rank = 20;

    /// <inheritdoc />
    public override IReadOnlyList<string> Methods => ["RandomizedPca"];

    /// <inheritdoc />
    public override IReadOnlyList<DetectorScores> Detect(
        TrainTestSplit split,
        TrainTestSplit standardised,
        int seed,
        CancellationToken cancellationToken
    )
    {
        MLContext ml = new(seed);
        IDataView training = FeatureDataView.Create(ml, standardised.Training);
        IDataView test = FeatureDataView.Create(ml, standardised.Test);
        int rank = Math.Clamp(standardised.Training.Width / 2, 1, Rank);
        var trainer = ml.AnomalyDetection.Trainers.RandomizedPca(FeatureDataView.ColumnName, rank: rank, seed: seed);
        (ITransformer model, double fit) = Timed<ITransformer>(() => trainer.Fit(training));
        (float[] scores, double score) = Timed<float[]>(() =>
            [.. model.Transform(test).GetColumn<float>("Score").Select(ZeroForNone)]
        );
        return [new DetectorScores(scores, fit, score)];
    }

    // A row at the mean has no distance from it, so no share of that is unexplained.
    private static float ZeroForNone(float score) => float.IsNaN(score) ? 0 : score;
}
