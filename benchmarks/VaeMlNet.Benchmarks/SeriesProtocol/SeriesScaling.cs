namespace VaeMlNet.Benchmarks;

/// <summary>Standardizes the channels of a series by its training part, as all baselines get them.</summary>
internal static class SeriesScaling
{
    private const double SmallestShare = 0.01;
    private const double Limit = 20;

    /// <summary>
    /// Returns both parts, less the mean and divided by the standard deviation of the training part, limited to ±20. The deviation is at
    /// least 1 % of the channel's largest absolute training value, and 1 for a channel of zeros.
    /// </summary>
    public static (ChannelRows Training, ChannelRows Test) Scale(ChannelRows training, ChannelRows test)
    {
        var scaledTraining = new double[training.Values.Length];
        var scaledTest = new double[test.Values.Length];
        for (var channel = 0; channel < training.ChannelCount; channel++)
        {
            var values = training.Channel(channel);
            var mean = values.Average();
            var largest = values.Max(Math.Abs);
            var deviation = Math.Max(Deviation(values), largest > 0 ? SmallestShare * largest : 1);
            Scale(training, channel, mean, deviation, scaledTraining);
            Scale(test, channel, mean, deviation, scaledTest);
        }

        return (training with { Values = scaledTraining }, test with { Values = scaledTest });
    }

    /// <summary>Returns the standard deviation, with the number of values as the divisor.</summary>
    public static double Deviation(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    /// <summary>Returns the value, limited to ±20.</summary>
    public static double Clip(double value) => Math.Clamp(value, -Limit, Limit);

    private static void Scale(ChannelRows rows, int channel, double mean, double deviation, double[] scaled)
    {
        for (var i = channel; i < scaled.Length; i += rows.ChannelCount)
        {
            scaled[i] = Clip((rows.Values[i] - mean) / deviation);
        }
    }
}
