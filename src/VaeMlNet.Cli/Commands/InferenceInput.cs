using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>What the verbs that run a ready model have in common: model folder, data file in, results out, row by row.</summary>
/// <remarks>Memory does not grow with the number of rows, and libtorch is never loaded.</remarks>
/// <param name="outputDescription">What the file that is written holds; null for verbs with an output of their own.</param>
/// <param name="hasShards">Whether the verb can run on a part of the rows.</param>
/// <param name="model">What model the verb takes; null for a model folder only.</param>
/// <param name="labelMayBeRead">Whether a model of a table may read the label's column, too: where labels only give colors.</param>
internal sealed class InferenceInput(
    string? outputDescription = null,
    bool hasShards = true,
    Argument<string>? model = null,
    bool labelMayBeRead = false
)
{
    private readonly Argument<string> model =
        model ?? new Argument<string>("MODELFOLDER") { Description = "A folder that 'export' wrote" };

    private readonly Option<string?> data = Required(
        OptionFactory.Text(
            "--data",
            "FILE",
            "Rows: IDX images (scaled to [0, 1]), or CSV with a header and what the model was trained on; '-' for standard "
                + "input, a folder, a pattern such as 'rows/*.csv', or several with commas"
        )
    );

    private readonly Option<string?>? output = outputDescription is null
        ? null
        : Required(
            OptionFactory.Text(
                "--out",
                "FILE",
                $"The file to write: {outputDescription}; FILE.idv: ML.NET's binary format; any other name: CSV, '-' for standard output"
            )
        );

    private readonly ColumnOptions columns = new(
        "Columns of the CSV file to use, in the order of training [default: all; models of tables find theirs by name]"
    );

    private readonly Option<ShardNumber?> shard = new("--shard")
    {
        HelpName = "I/N",
        Description =
            "Run the I-th of N parts of the rows and write it into the folder --out, unless it is there already; auto takes "
            + "I and N from Slurm, auto/N takes I from Kubernetes",
        CustomParser = ParseShard,
    };

    private readonly Option<string?> schema = OptionFactory.Text(
        "--schema",
        "FILE.json",
        "The formats of the columns where the CSV file has others than the training data; models of tables only"
    );

    private readonly Option<bool> allowMissingColumns = new("--allow-missing-columns")
    {
        Description = "Take columns that the file lacks as missing in every row; models of tables only",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(model);
        command.Options.Add(data);
        if (output is not null)
        {
            command.Options.Add(output);
        }

        columns.AddTo(command);
        command.Options.Add(schema);
        command.Options.Add(allowMissingColumns);
        if (hasShards)
        {
            command.Options.Add(shard);
        }
    }

    /// <summary>The file to write, or with <c>--shard</c> the folder.</summary>
    public string Output(ParseResult parse) => parse.GetValue(output!)!;

    /// <summary>The files with the rows, as the user named them.</summary>
    public string Data(ParseResult parse) => parse.GetValue(data)!;

    /// <summary>The column with the labels, or null.</summary>
    public string? Label(ParseResult parse) => columns.Label(parse);

    /// <summary>The model as the user gave it.</summary>
    public string ModelPath(ParseResult parse) => parse.GetValue(model)!;

    /// <summary>Refuses an output that cannot be written.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public void CheckWritable(ParseResult parse) => OutputFile.CheckWritable(Output(parse));

    /// <summary>Runs a verb over all rows, or over those of one shard.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="context">Where to write, and what cancels.</param>
    /// <param name="path">The file to write, or with <c>--shard</c> the folder.</param>
    /// <param name="run">Given the model, the rows and the file to write, does the work and returns the number of rows.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">Shards, which are CSV, are to be in ML.NET's binary format.</exception>
    /// <exception cref="VaeModelException">The model folder is missing or damaged.</exception>
    /// <exception cref="CommandException">The output cannot be written, or the rows are not what the model takes.</exception>
    public int Run(
        ParseResult parse,
        CommandContext context,
        string path,
        Func<VaeModel, InferenceRows, string, long> run
    )
    {
        if (parse.CommandResult.IsGiven(shard) && IdvFile.IsOne(path))
        {
            throw new UsageException(
                $"--out is '{path}', but with --shard it is a folder, whose parts are CSV. Give it another name."
            );
        }

        OutputFile.CheckWritable(path);
        var files = InputFiles.Expand(parse.GetValue(data)!);
        using var opened = VaeModel.Open(parse.GetValue(model)!);
        var sharded = parse.GetValue(shard) is { } number
            ? ShardedRun.Open(
                new PartFolder(path),
                number,
                files,
                Command(parse),
                opened.Folder,
                context.CancellationToken
            )
            : null;
        if (sharded?.IsDone() == true)
        {
            context.Terminal.WriteLine($"{sharded.Part} is there already");
            return ExitCode.Ok;
        }

        var parts = sharded?.Rows ?? Together(files, context.CancellationToken);
        var count = run(opened, OpenRows(parse, opened, files[0], parts), sharded?.Part ?? path);
        sharded?.Complete(count);
        return ExitCode.Ok;
    }

    /// <summary>Opens the data files of numbers as one, for what is no model folder.</summary>
    /// <exception cref="CommandException">A data file is missing or damaged, or an option is for model folders only.</exception>
    public FeatureFile OpenFeatures(ParseResult parse, CommandContext context)
    {
        if (parse.CommandResult.IsGiven(shard))
        {
            throw new CommandException(
                $"--shard is for model folders, but '{ModelPath(parse)}' is an ONNX file. Leave it out."
            );
        }

        var files = InputFiles.Expand(parse.GetValue(data)!);
        var file = OpenFeatures(parse, files[0]);
        return Together(files, context.CancellationToken) is { } parts ? file.Of(parts) : file;
    }

    private InferenceRows OpenRows(ParseResult parse, VaeModel opened, string path, FileParts? parts) =>
        ModelTable.IsOne(opened.Manifest)
            ? OpenTable(parse, opened, path, parts)
            : OpenFeatures(parse, opened, path, parts);

    private TableInferenceRows OpenTable(ParseResult parse, VaeModel opened, string path, FileParts? parts)
    {
        var whole = CsvFile.Open(path);
        var file = parts is null ? whole : whole.Of(parts);
        TableInferenceRows rows = new(
            file,
            opened,
            parse.GetValue(allowMissingColumns),
            parse.GetValue(schema) is { } format ? TableSchemaFile.Read(format) : null
        );
        TableInferenceRows.CheckChoice(columns.Read(parse, leavesLabelOut: !labelMayBeRead), opened);
        return rows;
    }

    private FeatureFile OpenFeatures(ParseResult parse, string path) =>
        parse.GetValue(allowMissingColumns)
            ? throw new CommandException(
                $"Model '{ModelPath(parse)}' is not of a table, so no column may be missing. Leave --allow-missing-columns out."
            )
        : parse.GetValue(schema) is not null
            ? throw new CommandException(
                $"Model '{ModelPath(parse)}' is not of a table, so it reads numbers only. Leave --schema out."
            )
        : FeatureFile.Open(path, columns.Read(parse));

    private FeatureInferenceRows OpenFeatures(ParseResult parse, VaeModel opened, string path, FileParts? parts)
    {
        var file = OpenFeatures(parse, path);
        ModelWidth.Check(file, opened);
        return new FeatureInferenceRows(parts is null ? file : file.Of(parts));
    }

    // Several files are read as one; where each begins is found out beforehand, as for shards.
    private static FileParts? Together(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        if (files.Count == 1)
        {
            return null;
        }

        var plan = ShardPlanner.Plan(files, 1, cancellationToken);
        return plan.PartsOf(plan.Shards[0]);
    }

    // What the rows that are written depend on, beside model and data.
    private string Command(ParseResult parse)
    {
        string[] others = [data.Name, shard.Name, "--out"];
        var verb = parse.CommandResult.Command;
        var given = verb
            .Options.Where(option => !others.Contains(option.Name) && parse.CommandResult.IsGiven(option))
            .Select(option =>
                $"{option.Name}={string.Join(',', parse.GetResult(option)!.Tokens.Select(t => t.Value))}"
            );
        return string.Join(' ', given.Order(StringComparer.Ordinal).Prepend(verb.Name));
    }

    private static ShardNumber? ParseShard(ArgumentResult result)
    {
        try
        {
            return ShardNumber.Parse(result.Tokens[0].Value, Environment.GetEnvironmentVariable);
        }
        catch (FormatException e)
        {
            result.AddError($"--shard: {e.Message}");
            return null;
        }
    }

    private static Option<string?> Required(Option<string?> option)
    {
        option.Required = true;
        return option;
    }
}
