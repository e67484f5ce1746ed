using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet tune</c>. It searches the options of a table model and trains the best model.</summary>
internal sealed class TuneCommand : VerbCommand
{
    private const int MostTrialsShown = 10;
    private static readonly TimeSpan PollingTime = TimeSpan.FromMilliseconds(500);

    private static readonly Dictionary<string, VaeTuningMethod> Methods = new()
    {
        ["halving"] = VaeTuningMethod.Halving,
        ["random"] = VaeTuningMethod.Random,
    };

    private readonly Argument<string> data = new("DATA")
    {
        Description = "The rows: a table as CSV with a header, Parquet or JSON",
    };

    private readonly Option<string> objective = OptionFactory.Choice(
        "--objective",
        "What is compared on held-out rows: the likelihood, the detection of planted anomalies or of those in --label-column, the error of filled cells, or the accuracy of predicting --target",
        TuningObjectives.Names,
        "bound"
    );

    private readonly Option<string?> target = OptionFactory.Text(
        "--target",
        "COLUMN",
        "The column of classes for --objective=accuracy. Models do not read it"
    );

    private readonly Option<string> method = OptionFactory.Choice(
        "--method",
        "Successive halving, which stops bad trials early, or random search",
        [.. Methods.Keys],
        "halving"
    );

    private readonly Option<int?> trials = OptionFactory.Integer(
        "--trials",
        "The number of trials, with that of the defaults; halving rounds it up to 1 plus a multiple of 9 [default: 28, or no limit with --time]",
        minimum: 1
    );

    private readonly Option<TimeSpan?> time = new("--time")
    {
        HelpName = "TIME",
        Description =
            "The time after which no trial goes on, such as 90s, 10m or 2h. The best model is trained after it [default: no limit]",
        CustomParser = ParseTime,
    };

    private readonly Option<int?> parallel = OptionFactory.Integer("--parallel", "The number of processes", 1, 1);

    private readonly Option<int?> folds = OptionFactory.Integer(
        "--folds",
        "The number of folds, 1 to 5, over which the objective of a trial is averaged; each holds out a fifth of the rows [default: 3 below 2000 rows, otherwise 1]",
        minimum: 1,
        maximum: 5
    );

    private readonly Option<int?> seed = OptionFactory.Seed(
        "Seed of the trials' options, of the held-out rows, and of those of them that are measured"
    );

    private readonly Option<string> model = OptionFactory.Choice(
        "--model",
        "The model whose options are searched [default: detector for --objective=detection]",
        [ModelPreset.Table, ModelPreset.Detector],
        ModelPreset.Table
    );

    private readonly Option<string?> optionsFile = OptionFactory.Text(
        "--options",
        "FILE.json",
        "Options of the training, as for 'train'. They are kept, and the others are searched"
    );

    private readonly ColumnOptions columns = new("Columns of the file to use [default: all]");
    private readonly SchemaOptions schema = new();
    private readonly Option<string?> output = OptionFactory.Text("--out", "FOLDER", "The folder for trials and model");

    private readonly Option<bool> resume = new("--resume")
    {
        Description = "Use the finished trials in --out, and run those that are missing",
    };

    private readonly Option<ShardNumber?> shard = ShardOption.Create(
        "Run shard I of N shards of the trials into --out, and train no model. The same command with --resume instead does that afterwards"
    );

    /// <summary>Creates the verb.</summary>
    public TuneCommand(CommandContext context)
        : base("tune", "Searches the options of a table model that are best for your rows, and trains it.", context)
    {
        Arguments.Add(data);
        this.Add(Own);
        columns.AddTo(this);
        schema.AddTo(this);
        output.Required = true;
        this.Add(output, resume, shard);
        Validators.Add(Check);
    }

    private Option[] Own => [objective, target, method, trials, time, parallel, folds, seed, model, optionsFile];

    public override IReadOnlyList<string> Examples =>
        [
            "tune customers.csv --ignore=id --time=10m --parallel=4 --out=tuning",
            "tune customers.csv --ignore=id --objective=imputation --trials=55 --out=tuning",
            "tune customers.csv --ignore=id --objective=accuracy --target=churn --time=10m --out=tuning",
            "tune payments.csv --objective=detection --label-column=fraud --time=1h --parallel=8 --out=tuning --resume",
            "tune customers.csv --trials=100 --out=tuning --shard=3/8",
        ];

    protected override int Run(ParseResult parse)
    {
        if (PictureFolder.IsFolder(parse.GetValue(data)!))
        {
            throw new CommandException(
                $"'{parse.GetValue(data)}' is a folder of pictures, but 'tune' is for tables. Train a model of the pictures with 'export --data={parse.GetValue(data)}'."
            );
        }

        TuningFiles files = new(parse.GetValue(output)!);
        OutputFile.CheckWritable(files.Plan, parse.GetValue(data));
        OutputFolder.CheckModel(files.Model);
        OutputFolder.CheckCheckpoint(files.Checkpoint);
        var isShard = parse.CommandResult.IsGiven(shard);
        var mayContinue = isShard || parse.GetValue(resume);
        if (File.Exists(files.Plan) && !mayContinue)
        {
            throw new CommandException(
                $"'{files.Folder}' has the trials of a tuning. Pass --resume to continue it, or another folder as --out."
            );
        }

        var ownShard = parse.GetValue(shard) ?? new(1, 1);
        if (isShard && TrialProcesses.IsOneThreaded && parse.GetValue(parallel) == 1)
        {
            var (table, tuner) = Open(parse, files, ownShard, Context);
            var progress = new TrialLines(Terminal, ObjectiveName(parse));
            using var cancellation = TrialProcesses.CancelWithParent(Context.CancellationToken);
            tuner.Run(table.Training, table.Training.ColumnNames, progress, cancellation.Token);
            return ExitCode.Ok;
        }

        if (InputFile.IsReadOnce(parse.GetValue(data)!))
        {
            throw new CommandException(
                $"'{parse.GetValue(data)}' can be read only once, but each process of a tuning reads the rows. Write them to a file first."
            );
        }

        // The kinds of columns are printed, and errors of the data reported, before processes start.
        var (rows, reader) = Open(parse, files, ownShard, Context);
        var result = RunProcesses(parse, files, reader, ownShard);
        if (isShard)
        {
            Terminal.WriteLine($"shard {ownShard} of the trials is done: {files.Folder}");
            return ExitCode.Ok;
        }

        Finish(parse, files, result, rows);
        return ExitCode.Ok;
    }

    private VaeTuningResult RunProcesses(ParseResult parse, TuningFiles files, VaeTuner reader, ShardNumber ownShard)
    {
        using TrialProcesses processes = new(Terminal.ToolName);
        var count = parse.GetValue(parallel)!.Value;
        Terminal.WriteLine(
            $"tuning by {ObjectiveName(parse)} in {count} {(count == 1 ? "process" : "processes")}; trial 0 has the defaults"
        );
        return Context.RunWithBar(
            "tuning",
            bar =>
            {
                var watch = System.Diagnostics.Stopwatch.StartNew();
                var before = 0;
                for (var i = 1; i <= count; i++)
                {
                    ShardNumber part = new(((ownShard.Index - 1) * count) + i, ownShard.Count * count);
                    processes.Start([.. TrialArguments(parse), $"--shard={part}"]);
                }

                TrialLines lines = new(Terminal, ObjectiveName(parse));
                while (true)
                {
                    var haveEnded = processes.HaveEnded;
                    Context.CancellationToken.ThrowIfCancellationRequested();
                    processes.Check();
                    if (File.Exists(files.Plan))
                    {
                        var result = reader.ReadResult();
                        if (result.Trials.Count != before)
                        {
                            before = result.Trials.Count;
                            lines.ReportBest(result);
                        }

                        var ofTime = parse.GetValue(time) is { } budget ? watch.Elapsed / budget : 0;
                        bar.Report(Math.Min(1, Math.Max(ofTime, result.ShareDone ?? 0)));
                        if (haveEnded)
                        {
                            return result;
                        }
                    }
                    else if (haveEnded)
                    {
                        throw new CommandException($"The trials ended without a result in '{files.Folder}'.");
                    }

                    Context.CancellationToken.WaitHandle.WaitOne(PollingTime);
                }
            }
        );
    }

    private void Finish(ParseResult parse, TuningFiles files, VaeTuningResult result, TableTrainingRows rows)
    {
        if (result is not { Best: { } best, Default: { } defaults })
        {
            throw new CommandException(
                $"The trials in '{files.Folder}' are not done. Run the same command with --resume, with more --time."
            );
        }

        var name = ObjectiveName(parse);
        files.Write(result, name, $"Tuning on {Path.GetFileName(parse.GetValue(data)!)}");
        string[] options = [.. best.Values.Keys];
        var measured = result.Trials.Where(trial => trial.Objective is not null);
        var ordered = VaeTuningResult.IsHigherBetter(result.Objective)
            ? measured.OrderByDescending(trial => trial.Objective)
            : measured.OrderBy(trial => trial.Objective);
        Terminal.WriteTable(
            $"trainings by {name}",
            ["trial", "objective", "share of epochs", .. options],
            ordered
                .ThenBy(trial => trial.Number)
                .Select(trial =>
                    (string[])
                        [
                            trial.Number == 0 ? "0 (defaults)" : $"{trial.Number}",
                            Text(trial.Objective),
                            Share(trial),
                            .. options.Select(option => trial.Values[option]),
                        ]
                ),
            MostTrialsShown
        );
        if (result.Importance.Count > 0)
        {
            var shares = result.Importance.Select(option =>
                FormattableString.Invariant($"{option.Key} {option.Value:0%}")
            );
            Terminal.WriteLine($"what mattered: {string.Join(", ", shares)}");
        }

        Terminal.WriteLine($"trials: {files.Trials}");
        Terminal.WriteLine($"page: {files.Page}");
        Terminal.WriteLine($"options of the best trial: {files.BestOptions}");
        Terminal.WriteLine("");
        TrainBest(parse, files, best, rows);
        Terminal.WriteLine(
            FormattableString.Invariant(
                $"best_trial={best.Number} epoch_share={best.EpochShare:0.##} objective={Text(best.Objective)} defaults={Text(defaults.Objective)} trials={result.Trials.Select(trial => trial.Number).Distinct().Count()}"
            )
        );
    }

    /// <summary>Trains the model with the best options on the rows of all folds.</summary>
    private void TrainBest(ParseResult parse, TuningFiles files, VaeTrial best, TableTrainingRows rows)
    {
        var left = Target(parse);
        var used = left is null ? rows : Infer(parse, Silent(Context), left);
        using var trained = VaeTraining.Fit(
            best.Options,
            used,
            Context,
            new VaeCheckpointOptions(files.Checkpoint) { EveryEpochs = int.MaxValue },
            forAnomalies: IsDetector(parse)
        );
        Terminal.WriteLine($"checkpoint: {files.Checkpoint}");
        ModelExport.Write(trained, used, files.Model, Context);
        Terminal.WriteLine(
            $"{new NextStep("report").With(files.Model).With("--data", parse.GetValue(data)!).With("--out", "report.html")}"
        );
    }

    private (TableTrainingRows Rows, VaeTuner Tuner) Open(
        ParseResult parse,
        TuningFiles files,
        ShardNumber ownShard,
        CommandContext context
    )
    {
        var training = parse.GetValue(optionsFile) is { } path ? OptionsFile.Read(path) : new();
        var rows = Infer(parse, context, leftOut: null);
        VaeTuner tuner = new(
            new()
            {
                Objective = TuningObjectives.Of(parse.GetValue(objective)!),
                TargetColumnName = Target(parse),
                Training = training with { TableSchema = rows.Schema ?? training.TableSchema },
                ForAnomalies = IsDetector(parse),
                Method = Methods[parse.GetValue(method)!],
                TrialCount = parse.GetValue(trials),
                TimeBudget = parse.GetValue(time),
                FoldCount = parse.GetValue(folds),
                Seed = parse.GetValue(seed)!.Value,
                Folder = files.Folder,
                Resume = true,
                Shard = ownShard.Index,
                ShardCount = ownShard.Count,
            }
        );
        return Target(parse) is not { } name || rows.Training.ColumnNames.Contains(name)
            ? (rows, tuner)
            : throw new CommandException(
                $"The target '{name}' is not one of the columns that a model reads: {ColumnNames.List([.. rows.Training.ColumnNames])}. Name one of them with {(name == parse.GetValue(target) ? target.Name : "--label-column")}."
            );
    }

    private TableTrainingRows Infer(ParseResult parse, CommandContext context, string? leftOut)
    {
        var choice = columns.Read(parse, leavesLabelOut: columns.Label(parse) != Target(parse));
        return new TableFiles(parse.GetValue(data)!, Validation: null).Infer(
            leftOut is null ? choice : choice with { Ignored = [.. choice.Ignored, leftOut] },
            schema.Read(parse),
            rowLimit: null,
            context
        );
    }

    private static CommandContext Silent(CommandContext context) =>
        context with
        {
            Terminal = new CommandTerminal(TextWriter.Null, TextWriter.Null, isInteractive: false),
        };

    /// <summary>Returns the command line of this verb, without the options that differ between processes.</summary>
    private IEnumerable<string> TrialArguments(ParseResult parse) =>
        Options
            .Except([parallel, resume, shard])
            .Where(option => parse.CommandResult.IsGiven(option))
            .SelectMany(option => parse.GetResult(option)!.Tokens.Select(token => $"{option.Name}={token.Value}"))
            .Prepend(ShellLine.Positional(parse.GetValue(data)!))
            .Prepend(Name);

    // Labels say what to detect. For the other objectives, they are left out.
    private string? Target(ParseResult parse) =>
        TuningObjectives.Of(parse.GetValue(objective)!) == VaeTuningObjective.Detection
            ? columns.Label(parse)
            : parse.GetValue(target);

    private bool IsDetector(ParseResult parse) =>
        parse.CommandResult.IsGiven(model)
            ? parse.GetValue(model) == ModelPreset.Detector
            : TuningObjectives.Of(parse.GetValue(objective)!) == VaeTuningObjective.Detection;

    private string ObjectiveName(ParseResult parse) =>
        TuningObjectives.Describe(TuningObjectives.Of(parse.GetValue(objective)!), Target(parse));

    private static string Share(VaeTrial trial) => TuningFiles.Fact(trial).EpochText;

    private static string Text(double? value) => value?.ToString("G5", CultureInfo.InvariantCulture) ?? "failed";

    private void Check(CommandResult result)
    {
        var isAccuracy = result.GetValue(objective) == "accuracy";
        if (isAccuracy != result.IsGiven(target))
        {
            result.AddError(
                isAccuracy
                    ? "--objective=accuracy needs the column to predict. Pass --target=COLUMN."
                    : "--target is for --objective=accuracy. Leave it out, or set the objective."
            );
        }
    }

    private static TimeSpan? ParseTime(ArgumentResult result)
    {
        var text = result.Tokens is [var token] ? token.Value : "";
        var factor =
            text.Length == 0
                ? 0
                : text[^1] switch
                {
                    's' => 1,
                    'm' => 60,
                    'h' => 3600,
                    _ => 0,
                };
        var isNumber = double.TryParse(
            text.AsSpan(0, Math.Max(0, text.Length - 1)),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var number
        );
        if (factor > 0 && isNumber && number > 0 && number * factor <= TimeSpan.FromDays(365).TotalSeconds)
        {
            return TimeSpan.FromSeconds(number * factor);
        }

        result.AddError($"--time is '{text}', expected a number with a unit, such as 90s, 10m or 2h.");
        return null;
    }

    /// <summary>Prints a line for each finished trial, or for each new best one.</summary>
    private sealed class TrialLines(CommandTerminal terminal, string objective) : IProgress<VaeTrial>
    {
        private (int Number, double EpochShare)? best;

        public void Report(VaeTrial value) =>
            terminal.WriteLine(
                FormattableString.Invariant(
                    $"trial {value.Number} with {Share(value)} of its epochs: {objective} {Text(value.Objective)}; {value.Seconds:0.0} s"
                )
            );

        public void ReportBest(VaeTuningResult result)
        {
            if (result.Best is { } found && (found.Number, found.EpochShare) != best)
            {
                best = (found.Number, found.EpochShare);
                var values = string.Join(", ", found.Values.Select(option => $"{option.Key} {option.Value}"));
                terminal.WriteLine(
                    $"best so far: trial {found.Number} with {Share(found)} of its epochs: {Text(found.Objective)} ({values})"
                );
            }
        }
    }
}
