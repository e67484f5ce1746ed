using Microsoft.ML;

namespace VaeMlNet.Tests.Shared;

/// <summary>A detector under the contract.</summary>
public sealed record ScoreSubject : EstimatorSubject
{
    public required string ScoreColumn { get; init; }

    public required string LabelColumn { get; init; }

    /// <summary>Gets the name of the column whose slots add up to the score, or null if there is none.</summary>
    public string? ContributionsColumn { get; init; }

    /// <summary>Gets whether contributions may be negative, because they come from densities above 1.</summary>
    public bool HasDensities { get; init; }

    /// <summary>Gets a function that creates the detector with the given threshold.</summary>
    public required Func<float, IEstimator<ITransformer>> WithThreshold { get; init; }

    /// <summary>Gets a function that returns the current threshold of a fitted detector.</summary>
    public required Func<ITransformer, float> ThresholdOf { get; init; }

    /// <summary>Gets the inputs of a row that is far from all training data.</summary>
    public required IReadOnlyList<SourceColumn> FarRow { get; init; }
}
