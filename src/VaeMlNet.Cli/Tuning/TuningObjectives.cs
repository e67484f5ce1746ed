namespace VaeMlNet.Cli;

/// <summary>The values of <c>--objective</c> of tunings.</summary>
internal static class TuningObjectives
{
    private static readonly (string Name, VaeTuningObjective Objective, string Description)[] All =
    [
        ("bound", VaeTuningObjective.Bound, "importance-weighted bound in nats"),
        ("detection", VaeTuningObjective.Detection, "AUROC of planted anomalies"),
        ("imputation", VaeTuningObjective.Imputation, "error of filled cells"),
        ("accuracy", VaeTuningObjective.Accuracy, "accuracy"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(one => one.Name)];

    public static VaeTuningObjective Of(string name) => Array.Find(All, one => one.Name == name).Objective;

    /// <summary>Returns the objective in words, with its unit.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="target">The column to predict, or with the labels of anomalies; null for none.</param>
    public static string Describe(VaeTuningObjective objective, string? target)
    {
        var words = Array.Find(All, one => one.Objective == objective).Description;
        return target is null ? words
            : objective == VaeTuningObjective.Detection ? $"AUROC of the anomalies in {target}"
            : $"{words} of predicting {target}";
    }
}
