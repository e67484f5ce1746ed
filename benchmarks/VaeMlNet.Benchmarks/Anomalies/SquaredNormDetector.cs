namespace VaeMlNet.Benchmarks;

/// <summary>
/// Scores a standardized row by its squared length. A VAE with a collapsed posterior computes the same, so a detector must beat
/// this baseline to show that it has learned anything.
/// </summary>
internal sealed class SquaredNormDetector : Detector
{
    /// <summary>The name in tables and files.</summary>
    public const string Method = "SqNorm";

    /// <inheritdoc />
    public override IReadOnlyList<string> Methods => [Method];

    /// <inheritdoc />
    public override IReadOnlyList<DetectorScores> Detect(TrainTestSplit split, TrainTestSplit standardized, int seed)
    {
        var test = standardized.Test;
        (var scores, var seconds) = Timed<float[]>(() =>
            [.. Enumerable.Range(0, test.RowCount).Select(row => SquaredNorm(test.Row(row)))]
        );
        return [new DetectorScores(scores, 0, seconds)];
    }

    private static float SquaredNorm(ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (var value in row)
        {
            sum += (double)value * value;
        }

        return (float)sum;
    }
}
