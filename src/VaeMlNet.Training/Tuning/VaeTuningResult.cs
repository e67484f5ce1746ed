namespace VaeMlNet;

/// <summary>The trials of a <see cref="VaeTuner"/>, and the best of them.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeTuningResult
{
    internal VaeTuningResult(VaeTuningObjective objective, IReadOnlyList<VaeTrial> trials, double? shareDone)
    {
        Objective = objective;
        Trials = trials;
        ShareDone = shareDone;
        Best = Ranked(trials, objective).FirstOrDefault(trial => trial.Objective is not null);
        Default = trials.FirstOrDefault(trial => trial is { Number: 0, EpochShare: >= 1 });
    }

    /// <summary>Gets the figure by which the trials were compared.</summary>
    public VaeTuningObjective Objective { get; }

    /// <summary>Gets the finished trials, by number and then by their share of epochs.</summary>
    public IReadOnlyList<VaeTrial> Trials { get; }

    /// <summary>Gets the share of the trials' work that is done, in [0, 1]; null if there is no number of trials.</summary>
    public double? ShareDone { get; }

    /// <summary>Gets whether all trials are finished. A time budget without a number of trials is never complete.</summary>
    public bool IsComplete => ShareDone >= 1;

    /// <summary>
    /// Gets the best trial, with all or a share of its epochs; of equal ones the first with the fewest epochs. Null if none has succeeded.
    /// </summary>
    public VaeTrial? Best { get; }

    /// <summary>Gets the trial with the defaults; null if it is not finished.</summary>
    public VaeTrial? Default { get; }

    /// <summary>
    /// Gets how much each searched option mattered, the most important first: the share of the increase of a random forest's error when the
    /// values of the option are shuffled among the trials (Breiman 2001). The shares add up to 1.
    /// </summary>
    /// <remarks>Empty with fewer than 10 trials. With few trials, chance decides about small differences.</remarks>
    public IReadOnlyList<KeyValuePair<string, double>> Importance => field ??= OptionImportance.Measure(Trials);

    /// <summary>Returns whether higher values of an objective are better.</summary>
    /// <param name="objective">The objective.</param>
    public static bool IsHigherBetter(VaeTuningObjective objective) => objective != VaeTuningObjective.Imputation;

    /// <summary>Returns trials from the best to the worst. Failed ones are last.</summary>
    internal static IEnumerable<VaeTrial> Ranked(IEnumerable<VaeTrial> trials, VaeTuningObjective objective) =>
        trials
            .OrderBy(trial =>
                trial.Objective is not { } value ? double.PositiveInfinity
                : IsHigherBetter(objective) ? -value
                : value
            )
            .ThenBy(trial => trial.Number);
}
