namespace VaeMlNet.Benchmarks;

/// <summary>A series of the protocol: a training part without labels, and a labeled test part.</summary>
internal sealed class ProtocolSeries
{
    /// <summary>Prepares a series.</summary>
    /// <param name="name">The name of the series.</param>
    /// <param name="family">The name of its family.</param>
    /// <param name="training">The training part in its original units.</param>
    /// <param name="test">The test part with the same channels.</param>
    /// <param name="isAnomaly">The label of each row of the test part.</param>
    public ProtocolSeries(string name, string family, ChannelRows training, ChannelRows test, bool[] isAnomaly)
    {
        (Name, Family, Training, Test, IsAnomaly) = (name, family, training, test, isAnomaly);
        (ScaledTraining, ScaledTest) = SeriesScaling.Scale(training, test);
        Window = WindowLength.Choose(ScaledTraining);
    }

    /// <summary>Gets the name.</summary>
    public string Name { get; }

    /// <summary>Gets the name of the family.</summary>
    public string Family { get; }

    /// <summary>Gets the training part in its original units. It may contain anomalies.</summary>
    public ChannelRows Training { get; }

    /// <summary>Gets the test part in its original units.</summary>
    public ChannelRows Test { get; }

    /// <summary>Gets the label of each row of the test part: true for an anomaly.</summary>
    public bool[] IsAnomaly { get; }

    /// <summary>Gets the training part, standardized (<see cref="SeriesScaling"/>).</summary>
    public ChannelRows ScaledTraining { get; }

    /// <summary>Gets the test part, standardized by the training part.</summary>
    public ChannelRows ScaledTest { get; }

    /// <summary>Gets the number of rows of a window.</summary>
    public int Window { get; }
}
