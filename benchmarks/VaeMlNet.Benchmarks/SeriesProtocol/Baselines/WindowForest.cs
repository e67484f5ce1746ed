namespace VaeMlNet.Benchmarks;

/// <summary>Scores a window by an Isolation Forest that was fitted to at most 4,000 random training windows.</summary>
internal sealed class WindowForest : ISeriesMethod
{
    private const int MostTrainingWindows = 4000;

    /// <inheritdoc />
    public string Name => "iforest_win";

    /// <inheritdoc />
    public bool IsRandom => true;

    /// <inheritdoc />
    public IReadOnlyList<SchemeScores> Score(ProtocolSeries series, int seed)
    {
        Random random = new(seed);
        int[] starts = [.. Enumerable.Range(0, series.Training.WindowCount(series.Window))];
        random.Shuffle(starts);
        double[][] training =
        [
            .. starts
                .Take(MostTrainingWindows)
                .Select(start => series.ScaledTraining.Window(start, series.Window).ToArray()),
        ];
        var forest = IsolationForest.Fit(training, random);
        var scores = new double[series.Test.WindowCount(series.Window)];
        Parallel.For(
            0,
            scores.Length,
            start => scores[start] = forest.Score(series.ScaledTest.Window(start, series.Window).ToArray())
        );
        return SeriesScheme.OfWindows(scores, series.Window);
    }
}
