namespace VaeMlNet.Benchmarks;

/// <summary>A baseline on the standardized rows. One with randomness is fitted 50 times, because its figures vary.</summary>
/// <param name="baseline">The baseline.</param>
internal sealed class BaselineDetector(AnomalyBaseline baseline) : Detector
{
    private const int RandomFitCount = 50;

    /// <inheritdoc />
    public override string Name => baseline.Name;

    /// <inheritdoc />
    public override IReadOnlyList<DetectorScores> Detect(
        TrainTestSplit split,
        TrainTestSplit standardized,
        int seed,
        IProgress<VaeTrainingProgress> progress,
        CancellationToken cancellationToken
    )
    {
        var (training, test) = (Rows(standardized.Training), Rows(standardized.Test));
        var count = baseline.IsRandom ? RandomFitCount : 1;
        (var scores, var seconds) = Timed(() =>
            Enumerable
                .Range(0, count)
                .Select(fit => baseline.Fit(training, (RandomFitCount * seed) + fit, cancellationToken))
                .Select(fitted => fitted.Score(test, cancellationToken))
                .Select(scores => Array.ConvertAll(scores, score => (float)score))
                .ToArray()
        );
        return [new(scores, 0, seconds / count)];
    }

    private static double[][] Rows(FeatureMatrix matrix) =>
        [
            .. Enumerable
                .Range(0, matrix.RowCount)
                .Select(row => Array.ConvertAll(matrix.Row(row).ToArray(), v => (double)v)),
        ];
}
