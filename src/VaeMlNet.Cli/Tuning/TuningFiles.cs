using System.Globalization;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>The folder of a tuning, and the files that describe its result.</summary>
internal sealed record TuningFiles(string Folder)
{
    /// <summary>Gets the file that marks the folder as that of a tuning.</summary>
    public string Plan => Path.Combine(Folder, "tune.json");

    /// <summary>Gets the table of the trials.</summary>
    public string Trials => Path.Combine(Folder, "trials.csv");

    /// <summary>Gets the page on the trials.</summary>
    public string Page => Path.Combine(Folder, "tuning.html");

    /// <summary>Gets the options of the best trial.</summary>
    public string BestOptions => Path.Combine(Folder, "best.json");

    /// <summary>Gets the checkpoint of the best model.</summary>
    public string Checkpoint => Path.Combine(Folder, "checkpoint");

    /// <summary>Gets the model folder of the best model.</summary>
    public string Model => Path.Combine(Folder, "model");

    /// <summary>Returns a trial as the page shows it.</summary>
    public static TuningTrial Fact(VaeTrial trial) =>
        new(trial.Number, trial.EpochShare, trial.Objective, trial.Values, trial.Seconds);

    /// <summary>Writes the table, the page and the options.</summary>
    /// <param name="result">The trials, with a best one and with that of the defaults.</param>
    /// <param name="objective">The name of the objective, with its unit.</param>
    /// <param name="title">The title of the page.</param>
    public void Write(VaeTuningResult result, string objective, string title)
    {
        OutputFile.Write(Trials, stream => WriteTrials(stream, result));
        OptionsFile.Write(BestOptions, result.Best!.Options with { TableSchema = null });
        TuningFacts facts = new(
            objective,
            VaeTuningResult.IsHigherBetter(result.Objective),
            [.. result.Trials.Select(Fact)],
            Fact(result.Best),
            result.Importance
        );
        OutputFile.Write(Page, stream => TuningSections.Write(facts, title, stream));
    }

    // Without seconds, so that the same trials give the same file.
    private static void WriteTrials(Stream stream, VaeTuningResult result)
    {
        using StreamWriter writer = new(stream, leaveOpen: true) { NewLine = "\n" };
        var options = result.Trials[0].Values.Keys.ToArray();
        var folds = result.Trials.Max(trial => trial.FoldObjectives.Count);
        writer.WriteLine(
            string.Join(
                ',',
                [
                    "trial",
                    "epoch_share",
                    "objective",
                    .. options,
                    .. Enumerable.Range(1, folds).Select(i => $"fold_{i}"),
                ]
            )
        );
        foreach (var trial in result.Trials)
        {
            string[] cells =
            [
                Number(trial.Number),
                Number(trial.EpochShare),
                Number(trial.Objective),
                .. options.Select(option => trial.Values[option]),
                .. Enumerable
                    .Range(0, folds)
                    .Select(i => Number(trial.FoldObjectives.Select(v => (double?)v).ElementAtOrDefault(i))),
            ];
            writer.WriteLine(string.Join(',', cells));
        }
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
