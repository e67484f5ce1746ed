namespace VaeMlNet.Cli;

/// <summary>The verbs of the tool, in the order of its help.</summary>
internal static class Verbs
{
    private static readonly (string Name, Func<CommandContext, VerbCommand> Create)[] All =
    [
        ("train", context => new TrainCommand(context)),
        ("export", context => new ExportCommand(context)),
        ("tune", context => new TuneCommand(context)),
        ("verify", context => new VerifyCommand(context)),
        ("info", context => new InfoCommand(context)),
        ("encode", context => new EncodeCommand(context)),
        ("decode", context => new DecodeCommand(context)),
        ("reconstruct", context => new ReconstructCommand(context)),
        ("score", context => new ScoreCommand(context)),
        ("threshold", context => new ThresholdCommand(context)),
        ("evaluate", context => new EvaluateCommand(context)),
        ("impute", context => new ImputeCommand(context)),
        ("sample", context => new SampleCommand(context)),
        ("synthesize", context => new SynthesizeCommand(context)),
        ("interpolate", context => new InterpolateCommand(context)),
        ("plan", context => new PlanCommand(context)),
        ("merge", context => new MergeCommand(context)),
        ("job", context => new JobCommand(context)),
        ("report", context => new ReportCommand(context)),
        ("quality", context => new QualityCommand(context)),
        ("compare", context => new CompareCommand(context)),
    ];

    /// <summary>
    /// Returns the verb that a command line begins with, or all verbs if it begins with none. Other verbs are not
    /// created, which saves time.
    /// </summary>
    public static IEnumerable<VerbCommand> For(IReadOnlyList<string> arguments, CommandContext context)
    {
        var named = arguments.Count > 0 ? Array.FindIndex(All, verb => verb.Name == arguments[0]) : -1;
        return named < 0 ? All.Select(verb => verb.Create(context)) : [All[named].Create(context)];
    }
}
