namespace VaeMlNet.Benchmarks;

/// <summary>
/// The squared length of the standardized row: no model at all, and what a VAE whose posterior has collapsed comes down
/// to. A detector that does not beat it has learned nothing.
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
