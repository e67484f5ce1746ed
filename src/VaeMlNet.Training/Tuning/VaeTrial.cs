namespace VaeMlNet;

/// <summary>The result of training with one set of options, for all or a share of its epochs.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeTrial
{
    /// <summary>Gets the number of the trial, from 0. Trial 0 has the defaults.</summary>
    public required int Number { get; init; }

    /// <summary>Gets the share of the trial's epochs that it was trained for, above 0 and up to 1.</summary>
    public required double EpochShare { get; init; }

    /// <summary>
    /// Gets the options that it was trained with: with fewer epochs where <see cref="EpochShare"/> is below 1. The network, the epochs and the
    /// other options of the training are set, to values that are chosen from all rows of the tuning where they were null. A training with these
    /// options on all rows has the network and the epochs that were measured.
    /// </summary>
    public required VaeTrainerOptions Options { get; init; }

    /// <summary>Gets the values of the searched options by their names, such as "beta" with "0.05".</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>Gets the objective, as a mean over folds; null if the training failed.</summary>
    public double? Objective { get; init; }

    /// <summary>Gets the objective of each fold.</summary>
    public IReadOnlyList<double> FoldObjectives { get; init; } = [];

    /// <summary>Gets the reason why training failed, such as divergence; null if it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets the time of training and measuring all folds, in seconds.</summary>
    public double Seconds { get; init; }
}
