namespace VaeMlNet.Cli;

/// <summary>The verbs of the tool, in the order of its help.</summary>
internal static class Verbs
{
    private const string Training = "Train and export";
    private const string Examination = "Examine files, models and rows";
    private const string Runs = "Run a model";
    private const string Generation = "Make rows";
    private const string Jobs = "Divide large jobs";
    private const string Tool = "This tool";

    private static readonly (string Group, string Name, Func<CommandContext, VerbCommand> Create)[] All =
    [
        (Training, "train", context => new TrainCommand(context)),
        (Training, "export", context => new ExportCommand(context)),
        (Training, "tune", context => new TuneCommand(context)),
        (Training, "label", context => new LabelCommand(context)),
        (Examination, "info", context => new InfoCommand(context)),
        (Examination, "verify", context => new VerifyCommand(context)),
        (Examination, "evaluate", context => new EvaluateCommand(context)),
        (Examination, "report", context => new ReportCommand(context)),
        (Examination, "compare", context => new CompareCommand(context)),
        (Examination, "quality", context => new QualityCommand(context)),
        (Runs, "score", context => new ScoreCommand(context)),
        (Runs, "threshold", context => new ThresholdCommand(context)),
        (Runs, "encode", context => new EncodeCommand(context)),
        (Runs, "decode", context => new DecodeCommand(context)),
        (Runs, "reconstruct", context => new ReconstructCommand(context)),
        (Runs, "impute", context => new ImputeCommand(context)),
        (Generation, "sample", context => new SampleCommand(context)),
        (Generation, "synthesize", context => new SynthesizeCommand(context)),
        (Generation, "interpolate", context => new InterpolateCommand(context)),
        (Jobs, "plan", context => new PlanCommand(context)),
        (Jobs, "merge", context => new MergeCommand(context)),
        (Jobs, "job", context => new JobCommand(context)),
        (Tool, "completion", context => new CompletionCommand(context)),
    ];

    /// <summary>
    /// Returns the verb that a command line begins with, or all verbs if it begins with none. Other verbs are not
    /// created, which saves time.
    /// </summary>
    public static IEnumerable<VerbCommand> For(IReadOnlyList<string> arguments, CommandContext context)
    {
        var named = arguments.Count > 0 ? Array.FindIndex(All, verb => verb.Name == arguments[0]) : -1;
        return (named < 0 ? All : [All[named]]).Select(verb =>
        {
            var created = verb.Create(context);
            created.Group = verb.Group;
            return created;
        });
    }
}
