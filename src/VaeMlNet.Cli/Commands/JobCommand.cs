using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet job</c>. It prints a file that submits the shards of a job to Slurm or Kubernetes.
/// </summary>
internal sealed partial class JobCommand : VerbCommand
{
    private const string Slurm = "slurm";
    private const string Kubernetes = "kubernetes";

    // The limit of names of Kubernetes objects. Names of images and folders may be longer, but are not in practice.
    private const int LongestName = 253;

    private readonly Argument<string> engine = new("ENGINE")
    {
        Description = $"The scheduler: {Slurm} or {Kubernetes}",
    };
    private readonly Argument<string> verb = new("VERB") { Description = "The verb that each shard runs" };
    private readonly Argument<string> model = new("MODELFOLDER")
    {
        Description = "A folder that 'export' wrote; for tune, the file with the rows",
    };

    private readonly Argument<string[]> rest = new("OPTIONS")
    {
        Description = "Further options of the verb, after --",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILES",
        "The files, folders or patterns of the rows, in the order of the rows; not for tune"
    );

    private readonly Option<int?> shards = OptionFactory.Integer("--shards", "The number of shards", minimum: 1);
    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FOLDER",
        "The folder for the results of the shards"
    );
    private readonly Option<string?> merged = OptionFactory.Text(
        "--merged",
        "FILE",
        "The file that they are merged into, .parquet if the name of --out ends so; not for tune"
    );
    private readonly Option<int?> cpus = OptionFactory.Integer("--cpus", "Processors for each shard", 1, 1);
    private readonly Option<int?> memory = OptionFactory.Integer("--memory", "Memory for each shard, in MiB", 1, 1024);

    private readonly Option<string> image = Optional("--image", "IMAGE", "A container image with vaemlnet", "vaemlnet");
    private readonly Option<string> claim = Optional("--claim", "NAME", "The volume claim with model and rows", "data");
    private readonly Option<string> mount = Optional(
        "--mount",
        "FOLDER",
        "The path of the volume in a container",
        "/data"
    );

    /// <summary>Creates the verb.</summary>
    public JobCommand(CommandContext context)
        : base("job", "Prints a submission file for a verb's shards, for Slurm or Kubernetes.", context)
    {
        foreach (var argument in new Argument[] { engine, verb, model, rest })
        {
            Arguments.Add(argument);
        }

        this.Add(data, shards, output, merged, cpus, memory, image, claim, mount);
        shards.Required = true;
        output.Required = true;
        Validators.Add(CheckRows);

        engine.AcceptOnlyFromAmong(Slurm, Kubernetes);
        verb.AcceptOnlyFromAmong("encode", "score", "reconstruct", "impute", BatchJob.Tune);
        Allow(image, ImageName(), "the name of a container image, such as registry/vaemlnet:1");
        Allow(claim, ObjectName(), "the name of a Kubernetes object: lower-case letters, digits, '-' and '.'");
        Allow(mount, MountPath(), "an absolute path without ':'");
    }

    public override IReadOnlyList<string> Examples =>
        [
            "job slurm score onnx/turbines --data=rows/*.csv --shards=16 --out=parts --merged=scores.csv > score.sbatch",
            "job kubernetes encode /data/model --data=/data/rows.csv --shards=40 --out=/data/parts --merged=/data/latents.csv --image=registry/vaemlnet:1 > job.yaml",
            "job slurm score onnx/turbines --data=rows.csv --shards=8 --out=parts --merged=scores.csv -- --kind=reconstruction-error",
            "job slurm tune rows.csv --shards=8 --out=tuning -- --objective=imputation --trials=73",
        ];

    protected override int Run(ParseResult parse)
    {
        if (parse.GetValue(merged) is { } file)
        {
            new PartFolder(parse.GetValue(output)!).CheckMerged(file);
        }

        var resources = (parse.GetValue(cpus)!.Value, parse.GetValue(memory)!.Value);
        var job =
            parse.GetValue(verb) == BatchJob.Tune
                ? BatchJob.OfTrials(
                    parse.GetValue(model)!,
                    parse.GetValue(rest)!,
                    parse.GetValue(shards)!.Value,
                    parse.GetValue(output)!,
                    resources
                )
                : BatchJob.OfRows(
                    parse.GetValue(verb)!,
                    parse.GetValue(model)!,
                    parse.GetValue(data)!,
                    parse.GetValue(rest)!,
                    parse.GetValue(shards)!.Value,
                    parse.GetValue(output)!,
                    parse.GetValue(merged)!,
                    resources
                );
        CheckOptions(job);
        CheckModel(parse.GetValue(model)!);
        Terminal.Output.Write(
            parse.GetValue(engine) == Slurm
                ? SlurmScript.Write(job)
                : KubernetesManifest.Write(job, parse.GetValue(image)!, parse.GetValue(claim)!, parse.GetValue(mount)!)
        );
        return ExitCode.Ok;
    }

    private void CheckRows(CommandResult result)
    {
        // The value itself would be converted before its own check.
        var isTune = result.GetResult(verb)?.Tokens is [{ Value: BatchJob.Tune }];
        foreach (var option in new[] { data, merged }.Where(option => result.IsGiven(option) == isTune))
        {
            result.AddError(
                isTune
                    ? $"{option.Name} has no effect on tune, which reads the file that follows it and writes to --out. Leave it out."
                    : $"Option '{option.Name}' is required."
            );
        }
    }

    // Without this check, every shard would report a wrong option, but only after the job waited in the queue.
    private void CheckOptions(BatchJob job)
    {
        var arguments = job.Shard("1/1");
        var parsed = Verbs.For(arguments, Context).Single().Parse(arguments[1..], CommandLineTool.Parser);
        if (parsed.Errors.Count > 0)
        {
            throw new CommandException(
                $"The verb '{job.Verb}' does not accept the options of a shard: {string.Join(" ", parsed.Errors.Select(e => e.Message).Distinct())} See 'vaemlnet {job.Verb} --help'."
            );
        }
    }

    // In a container, the folder can have another path.
    private static void CheckModel(string folder)
    {
        if (Directory.Exists(folder) && InferenceInput.IsOfSeries(folder))
        {
            throw new CommandException(
                $"Model folder '{folder}' is one of time series, whose rows have no shards: the score of a row depends on the rows around it, which another shard would have. Run 'vaemlnet score' without 'job'."
            );
        }
    }

    private static void Allow(Option<string> option, Regex pattern, string expected) =>
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<string>();
            if (value is null || value.Length > LongestName || !pattern.IsMatch(value))
            {
                result.AddError($"{option.Name} is '{value}', expected {expected}.");
            }
        });

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._:/@-]*\z")]
    private static partial Regex ImageName();

    // RFC 1123: a lower-case name of labels that begin and end with a letter or a digit.
    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z")]
    private static partial Regex ObjectName();

    [GeneratedRegex(@"\A/[^:]*\z")]
    private static partial Regex MountPath();

    private static Option<string> Optional(string name, string placeholder, string description, string defaultValue) =>
        new(name)
        {
            HelpName = placeholder,
            Description = $"{description}; {Kubernetes} only",
            DefaultValueFactory = _ => defaultValue,
        };
}
