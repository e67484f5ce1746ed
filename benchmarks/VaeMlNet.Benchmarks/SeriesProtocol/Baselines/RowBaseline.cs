namespace VaeMlNet.Benchmarks;

/// <summary>A baseline that scores single rows. Its schemes are the row's score and the moving averages of the scores.</summary>
/// <param name="name">The name of the method.</param>
/// <param name="score">Returns the score of each row of the test part.</param>
internal sealed class RowBaseline(string name, Func<ProtocolSeries, double[]> score) : ISeriesMethod
{
    private const double SmallestStep = 1e-2;
    private const double SmallestDeviation = 0.05;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public bool IsRandom => false;

    /// <summary>
    /// Creates the baseline of last differences: the mean over channels of the squared step from the row before, in standard deviations of
    /// the training part's steps. The first row scores 0.
    /// </summary>
    public static RowBaseline LastDifference() => new("last_diff", ScoreByDifference);

    /// <summary>
    /// Creates the baseline of rolling z-scores: the mean over channels of the squared distance of a row from the mean of the rows of a
    /// window before it, in their standard deviations. The first two rows score 0.
    /// </summary>
    public static RowBaseline RollingZ() => new("rolling_z", ScoreByRollingZ);

    /// <summary>Creates the baseline of the squared norm of the standardized row, divided by the number of channels.</summary>
    public static RowBaseline SquaredNorm() =>
        new("sqnorm", series => MeanSquares(series.ScaledTest, (row, channel) => series.ScaledTest[row, channel]));

    /// <inheritdoc />
    public IReadOnlyList<SchemeScores> Score(ProtocolSeries series, int seed) =>
        SeriesScheme.OfRows(score(series), series.Window);

    private static double[] ScoreByDifference(ProtocolSeries series)
    {
        var test = series.ScaledTest;
        double[] deviations =
        [
            .. Enumerable.Range(0, test.ChannelCount).Select(channel => StepDeviation(series.ScaledTraining, channel)),
        ];
        return MeanSquares(
            test,
            (row, channel) => row == 0 ? 0 : (test[row, channel] - test[row - 1, channel]) / deviations[channel]
        );
    }

    private static double StepDeviation(ChannelRows training, int channel)
    {
        var values = training.Channel(channel);
        double[] steps = [.. values.Skip(1).Zip(values, (value, before) => value - before)];
        return Math.Max(SeriesScaling.Deviation(steps), SmallestStep);
    }

    private static double[] ScoreByRollingZ(ProtocolSeries series)
    {
        var test = series.ScaledTest;
        return MeanSquares(test, (row, channel) => RollingZ(test, row, channel, series.Window));
    }

    private static double RollingZ(ChannelRows rows, int row, int channel, int length)
    {
        var first = Math.Max(0, row - length);
        var count = row - first;
        if (count < 2)
        {
            return 0;
        }

        double mean = 0;
        for (var i = first; i < row; i++)
        {
            mean += rows[i, channel] / count;
        }

        double squares = 0;
        for (var i = first; i < row; i++)
        {
            squares += (rows[i, channel] - mean) * (rows[i, channel] - mean);
        }

        return (rows[row, channel] - mean) / Math.Max(Math.Sqrt(squares / (count - 1)), SmallestDeviation);
    }

    private static double[] MeanSquares(ChannelRows rows, Func<int, int, double> distance)
    {
        var scores = new double[rows.RowCount];
        for (var row = 0; row < scores.Length; row++)
        {
            for (var channel = 0; channel < rows.ChannelCount; channel++)
            {
                var clipped = SeriesScaling.Clip(distance(row, channel));
                scores[row] += clipped * clipped / rows.ChannelCount;
            }
        }

        return scores;
    }
}
