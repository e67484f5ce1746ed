using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

/// <summary>A detector under the contract.</summary>
public sealed record ScoreSubject : EstimatorSubject
{
    public required string ScoreColumn { get; init; }

    public required string LabelColumn { get; init; }

    /// <summary>A column that the score, or the part of it that is the reconstruction error, is the sum of; null for none.</summary>
    public string? ContributionsColumn { get; init; }

    /// <summary>Whether the contributions are the whole score, or leave a part that is not negative.</summary>
    public bool IsSumOfContributions { get; init; }

    /// <summary>Makes the detector with a threshold of its own.</summary>
    public required Func<float, IEstimator<ITransformer>> WithThreshold { get; init; }

    /// <summary>The threshold that a fitted detector is using.</summary>
    public required Func<ITransformer, float> ThresholdOf { get; init; }

    /// <summary>The inputs of a row that no training data is like.</summary>
    public required IReadOnlyList<SourceColumn> FarRow { get; init; }
}
