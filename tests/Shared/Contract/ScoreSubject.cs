using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

/// <summary>A detector under the contract.</summary>
public sealed record ScoreSubject : EstimatorSubject
{
    public required string ScoreColumn { get; init; }

    public required string LabelColumn { get; init; }

    /// <summary>A column whose slots add up to the score; null for none.</summary>
    public string? ContributionsColumn { get; init; }

    /// <summary>Gets whether contributions may be negative, because they come from densities above 1.</summary>
    public bool HasDensities { get; init; }

    /// <summary>Makes the detector with a threshold of its own.</summary>
    public required Func<float, IEstimator<ITransformer>> WithThreshold { get; init; }

    /// <summary>The threshold that a fitted detector is using.</summary>
    public required Func<ITransformer, float> ThresholdOf { get; init; }

    /// <summary>The inputs of a row that no training data is like.</summary>
    public required IReadOnlyList<SourceColumn> FarRow { get; init; }
}
