namespace VaeMlNet;

/// <summary>Trials that compete for epochs, independently of all others, so that any process can run them.</summary>
/// <param name="FirstTrial">The number of the first trial.</param>
/// <param name="Rungs">The trials that remain and their share of epochs, in order. The last one trains for all epochs.</param>
internal sealed record TrialBracket(int FirstTrial, IReadOnlyList<(int TrialCount, double EpochShare)> Rungs)
{
    private const int Factor = 3;
    private const int DefaultTrialCount = 28;

    private static readonly (int, double)[] Halving =
    [
        (Factor * Factor, 1.0 / (Factor * Factor)),
        (Factor, 1.0 / Factor),
        (1, 1),
    ];

    /// <summary>Returns the number of brackets; null for no limit.</summary>
    public static int? CountFor(VaeTunerOptions options)
    {
        var trials = options.TrialCount ?? (options.TimeBudget is null ? DefaultTrialCount : null);
        var size = options.Method == VaeTuningMethod.Halving ? Halving[0].Item1 : 1;
        return trials is { } count ? 1 + ((count - 1 + size - 1) / size) : null;
    }

    /// <summary>Returns a bracket. The first one has only the trial with the defaults.</summary>
    public static TrialBracket At(int index, VaeTuningMethod method) =>
        index == 0 || method == VaeTuningMethod.Random
            ? new(index, [(1, 1)])
            : new(1 + ((index - 1) * Halving[0].Item1), Halving);
}
