namespace VaeMlNet.Report;

/// <summary>The trials of a tuning, as the page shows them.</summary>
/// <param name="Objective">The name of the objective, with its unit.</param>
/// <param name="IsHigherBetter">Whether higher values are better.</param>
/// <param name="Trials">The trials by number. A trial that was trained several times occurs several times.</param>
/// <param name="Best">The best of the trials.</param>
/// <param name="Importance">The importance of each searched option, the largest first; empty if there were few trials.</param>
internal sealed record TuningFacts(
    string Objective,
    bool IsHigherBetter,
    IReadOnlyList<TuningTrial> Trials,
    TuningTrial Best,
    IReadOnlyList<KeyValuePair<string, double>> Importance
)
{
    public TuningTrial Default => Trials.First(trial => trial is { Number: 0, EpochShare: >= 1 });

    /// <summary>Gets the names of the searched options, the most important first.</summary>
    public IEnumerable<string> Options =>
        Importance.Count > 0 ? Importance.Select(option => option.Key) : Trials[0].Values.Keys;

    /// <summary>Returns trials from the best to the worst; failed ones are last.</summary>
    public IEnumerable<TuningTrial> Ranked(IEnumerable<TuningTrial> trials) =>
        trials.OrderBy(trial =>
            trial.Objective is not { } value ? double.PositiveInfinity
            : IsHigherBetter ? -value
            : value
        );
}

/// <summary>A training of a tuning.</summary>
/// <param name="Number">The number of the trial; 0 for the defaults.</param>
/// <param name="EpochShare">The share of the epochs that it was trained for, above 0 and up to 1.</param>
/// <param name="Objective">The objective on held-out rows; null if training failed.</param>
/// <param name="Values">The values of the searched options.</param>
/// <param name="Seconds">The time that it took.</param>
internal sealed record TuningTrial(
    int Number,
    double EpochShare,
    double? Objective,
    IReadOnlyDictionary<string, string> Values,
    double Seconds
)
{
    public string EpochText =>
        EpochShare >= 1 ? "all" : EpochShare.ToString("0%", System.Globalization.CultureInfo.InvariantCulture);
}
