namespace VaeMlNet;

/// <summary>The scores above which a row of a time series counts as an anomaly, for both ways of scoring.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeSeriesThreshold
{
    /// <summary>
    /// Gets the thresholds for scores of <see cref="VaeSeriesScoring.Causal"/>, which are those of single windows, and how they were computed.
    /// </summary>
    /// <remarks>Time series are scored by <see cref="VaeThreshold.ReconstructionError"/>.</remarks>
    public required VaeThreshold Causal { get; init; }

    /// <summary>Gets the threshold for scores of <see cref="VaeSeriesScoring.Covering"/>, in nats.</summary>
    public required double Covering { get; init; }
}
