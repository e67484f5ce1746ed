using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using System.Text;

namespace VaeMlNet.Cli;

/// <summary>
/// The options of the verbs that run an exported model: a model folder, data files and an output, read and written
/// row by row.
/// </summary>
/// <remarks>Memory does not grow with the number of rows, and libtorch is never loaded.</remarks>
/// <param name="outputDescription">
/// The content of the output file; null for verbs with a different output option.
/// </param>
/// <param name="hasShards">True if the verb has <c>--shard</c>.</param>
/// <param name="model">The argument for the model; null for a model folder.</param>
/// <param name="labelMayBeRead">
/// True if the label column may also be a column of a table model, because labels only give colors.
/// </param>
/// <param name="canKeep">True if the verb can copy columns of the data into the results.</param>
/// <param name="keepsAll">True if it copies all columns by default.</param>
/// <param name="outputIsOptional">True if the verb can do without an output file.</param>
internal sealed class InferenceInput(
    string? outputDescription = null,
    bool hasShards = true,
    Argument<string>? model = null,
    bool labelMayBeRead = false,
    bool canKeep = false,
    bool keepsAll = false,
    bool outputIsOptional = false
)
{
    // A batch of narrow layers has more rows, because a run has a cost for each node. All values of a layer fit into a cache.
    private const int ValuesOfLayer = 1 << 16;
    private const int LeastBatchSize = 256;
    private const int MostBatchSize = 1024;

    private readonly Argument<string> model =
        model ?? new Argument<string>("MODELFOLDER") { Description = "A folder that 'export' wrote" };

    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILE",
        "The rows: a folder of PNG or JPEG files or IDX images (scaled to [0, 1]), or a table with the columns of the training data as CSV, Parquet or JSON, CSV and JSON also in .gz or .zip; '-' for standard "
            + "input, or files: a folder, a pattern ('rows/*.csv'), or paths with commas"
    );

    private readonly Option<string?>? output = outputDescription is null
        ? null
        : OptionFactory.Text(
            "--out",
            "FILE",
            $"The file to write: {outputDescription}; FILE.parquet: Parquet; FILE.idv: ML.NET's binary format; any other name: CSV, '-' for standard output"
        );

    private readonly ColumnOptions columns = new(
        "The columns of the file to use, in the order of training [default: all; table models find their columns by name]"
    );

    private readonly Option<ShardNumber?> shard = ShardOption.Create(
        "Run shard I of N shards of the rows, and write its result into the folder --out unless it already exists: CSV, or Parquet if the folder's name ends in .parquet"
    );

    private readonly Option<string[]?> keep = OptionFactory.Names(
        "--keep",
        "Columns of the file to copy into the results, such as ids; all: every column"
            + (keepsAll ? " [default: all]" : "")
    );

    private readonly Option<string?> schema = OptionFactory.Text(
        "--schema",
        "FILE.json",
        "The formats of the columns where the file has others than the training data; models of tables only"
    );

    private readonly ErrorOptions errors = new();
    private readonly DeviceOption device = new();

    private readonly Option<bool> allowMissingColumns = new("--allow-missing-columns")
    {
        Description = "Treat columns that the file does not have as missing in every row; table models only",
    };

    /// <summary>Gets the options for models of time series. Default: null, which means that the verb refuses such models.</summary>
    public SeriesOptions? Series { get; init; }

    /// <summary>Gets the size of images.</summary>
    public ImageOption Image { get; } = new();

    /// <summary>Gets whether the size of images is also that of the rows of tables. Default: false, which refuses it for tables.</summary>
    public bool ShowsTables { get; init; }

    /// <summary>Gets whether the verb can run blocks of a CSV file at the same time. Default: false.</summary>
    public bool RunsBlocks { get; init; }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(model);
        data.Required = true;
        command.Options.Add(data);
        if (output is not null)
        {
            output.Required = !outputIsOptional;
            command.Options.Add(output);
        }

        columns.AddTo(command);
        Image.AddTo(command);
        command.Options.Add(schema);
        if (canKeep)
        {
            command.Options.Add(keep);
        }

        command.Options.Add(allowMissingColumns);
        errors.AddTo(command);
        device.AddTo(command);
        if (hasShards)
        {
            command.Options.Add(shard);
            command.Validators.Add(CheckShard);
        }
    }

    /// <summary>Returns the path of the file to write. With <c>--shard</c>, it is a folder.</summary>
    public string Output(ParseResult parse) => parse.GetValue(output!)!;

    /// <summary>Returns the names of the options that the user gave for a file with the results of all rows.</summary>
    public IEnumerable<string> OfAllRows(CommandResult result) => result.Given(keep, shard);

    public string? OutputOf(CommandResult result) => result.GetValue(output!);

    /// <summary>Returns the names of the data files, as the user gave them.</summary>
    public string Data(ParseResult parse) => parse.GetValue(data)!;

    /// <summary>Returns the name of the label column; null without one.</summary>
    public string? Label(ParseResult parse) => columns.Label(parse);

    /// <summary>Returns the path of the model, as the user gave it.</summary>
    public string ModelPath(ParseResult parse) => parse.GetValue(model)!;

    public VaeDevice Device(ParseResult parse) => device.Read(parse);

    /// <summary>Returns the columns of the data that are copied into the results; null for none.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="written">The columns that <c>--keep=all</c> leaves out, because the results have them.</param>
    /// <exception cref="CommandException">The rows or the results are not CSV, or the file does not have a column.</exception>
    public KeptColumns? Kept(ParseResult parse, InferenceRows rows, string path, params IEnumerable<string> written) =>
        KeptNames(parse, rows, path) is { } names ? new KeptColumns(rows.Texts!, names, written) : null;

    /// <summary>Returns the value of <c>--keep</c>; null without it.</summary>
    public string[]? KeptNames(ParseResult parse, InferenceRows rows, string path)
    {
        var names = parse.GetList(keep);
        var isCsv = rows.Texts is not null && !IdvFile.IsIdv(path) && !DecodedRowsOutput.IsPicture(path);
        return names is null || isCsv
            ? names
            : throw new CommandException(
                "--keep copies columns of a table, or the file and label of pictures, into a CSV or Parquet file. Leave it out for others."
            );
    }

    /// <summary>Checks that the output can be written.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public void CheckWritable(ParseResult parse) =>
        OutputFile.CheckWritable(Output(parse), InputFiles.Expand(Data(parse)));

    /// <summary>Runs a verb on all rows, or on the rows of one shard.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="context">The terminal and the cancellation token.</param>
    /// <param name="path">The path of the file to write. With <c>--shard</c>, it is a folder.</param>
    /// <param name="run">
    /// Does the work, given the model, the rows and the file to write. Returns the number of rows.
    /// </param>
    /// <returns>The exit code.</returns>
    /// <exception cref="VaeModelException">The model folder is missing or damaged.</exception>
    public int Run(
        ParseResult parse,
        CommandContext context,
        string path,
        Func<VaeModel, InferenceRows, string, long> run
    )
    {
        if (parse.CommandResult.IsGiven(shard) && IdvFile.IsIdv(path))
        {
            throw new UsageException(
                $"--out is '{path}', but with --shard it is a folder of CSV or Parquet files. Pass a name that does not end in .idv."
            );
        }

        var files = InputFiles.Expand(parse.GetValue(data)!);
        OutputFile.CheckWritable(path, [.. files, parse.GetValue(schema)]);
        var inBlocks =
            RunsBlocks
            && device.Read(parse).GpuDeviceId is null
            && !IdvFile.IsIdv(path)
            && !IsOfImages(files[0])
            && !IsOfSeries(ModelPath(parse));
        // Blocks that run at the same time have a thread each.
        using var opened = device.Open(parse, ModelPath(parse), context.Terminal, threads: inBlocks ? 1 : null);
        if (Series is null)
        {
            ModelKind.RefuseSeries(opened, parse.CommandResult.Command.Name);
        }

        if (opened.Manifest.Series is not null && parse.CommandResult.IsGiven(shard))
        {
            throw new CommandException(
                "--shard is not for time series: the score of a row depends on the rows around it, which another shard would have. Leave it out."
            );
        }

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
            context.Terminal.WriteLine($"{sharded.Part} already exists");
            return ExitCode.Ok;
        }

        var slices = sharded?.Rows ?? Together(files, context.CancellationToken, errors.Skips(parse));
        string? skipped = null;
        // The order of rows is checked without those that are skipped.
        var rows = OpenRows(parse, opened, files[0], slices, isOrdered: errors.Skips(parse));
        if (errors.Skips(parse))
        {
            var clean = errors.Clean(parse, rows, path, sentence => skipped = sentence);
            rows = InferenceRows.Open(opened, clean, Format(parse, slices: null));
        }

        if (rows.Csv is { } first)
        {
            NoteUnits([first, .. files.Skip(1).Select(CsvFile.Open)], context.Terminal);
        }

        rows.BatchSize = inBlocks ? BatchSize(opened.Manifest) : null;
        var count = RefusedValues.Locate(
            opened.Manifest.Series is null && rows.Csv is { } csv ? (csv, rows.Columns) : null,
            () => run(opened, rows, sharded?.Part ?? path)
        );
        sharded?.Complete(count);
        if (skipped is not null)
        {
            context.Terminal.Warn(skipped);
        }

        return ExitCode.Ok;
    }

    // A line of units could also be a row without numbers.
    private static void NoteUnits(IEnumerable<CsvFile> files, CommandTerminal terminal)
    {
        CsvFile[] found = [.. files.Where(file => file.HeaderPlace?.UnitNote is not null)];
        if (found.Length > 0)
        {
            var others = found.Length > 1 ? FormattableString.Invariant($" and {found.Length - 1} more") : "";
            terminal.WriteLine($"note: '{found[0].Path}'{others}: {found[0].HeaderPlace!.UnitNote}");
        }
    }

    /// <summary>Opens the data files of numbers as one file, for an ONNX file, without the rows that are skipped.</summary>
    public FeatureFile OpenFeatures(ParseResult parse, CommandContext context)
    {
        if (parse.CommandResult.IsGiven(shard))
        {
            throw new CommandException(
                $"--shard is for model folders, but '{ModelPath(parse)}' is an ONNX file. Leave it out."
            );
        }

        var files = InputFiles.Expand(parse.GetValue(data)!);
        var format = Format(parse, Together(files, context.CancellationToken, errors.Skips(parse)));
        var file = FeatureInferenceRows.OpenFile(files[0], format, ModelPath(parse));
        if (!errors.Skips(parse))
        {
            return file;
        }

        FeatureInferenceRows rows = new(file, FeatureFileView.ColumnName);
        var clean = errors.Clean(parse, rows, Output(parse), context.Terminal.Warn);
        return ((CsvFeatureFile)file).Over(clean);
    }

    /// <summary>Opens other rows for the same model, with the same options for columns.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="opened">The model.</param>
    /// <param name="given">The files, as the user gave them.</param>
    /// <param name="cancellationToken">Checked while several files are scanned.</param>
    /// <exception cref="CommandException">A file is missing or damaged, or does not fit the model.</exception>
    public InferenceRows OpenRows(ParseResult parse, VaeModel opened, string given, CancellationToken cancellationToken)
    {
        var files = InputFiles.Expand(given);
        return OpenRows(parse, opened, files[0], Together(files, cancellationToken));
    }

    /// <summary>Returns the number of rows of a batch for blocks of a CSV file.</summary>
    public static int BatchSize(VaeManifest manifest) =>
        Math.Clamp(
            ValuesOfLayer / Math.Max(1, manifest.Architecture.HiddenDims.Append(manifest.Architecture.InputDim).Max()),
            LeastBatchSize,
            MostBatchSize
        );

    private void CheckShard(CommandResult result)
    {
        if (result.IsGiven(shard) && errors.Skips(result))
        {
            result.AddError(
                "--on-error=skip is not for --shard: the rows of other shards would get other numbers. Leave one of them out."
            );
        }
    }

    // A file that cannot be read is reported later, after errors of the model.
    private static bool IsOfImages(string path) =>
        Directory.Exists(path) || ((File.Exists(path) || StandardStreams.IsInput(path)) && IdxHeader.StartsFile(path));

    /// <summary>Returns whether a folder has a model of time series, whose windows are not divided into blocks or shards.</summary>
    /// <remarks>A folder that cannot be read is reported when it is opened.</remarks>
    public static bool IsOfSeries(string modelFolder)
    {
        try
        {
            return VaeModel.ReadManifest(modelFolder).Series is not null;
        }
        catch (VaeModelException)
        {
            return false;
        }
    }

    private InferenceRows OpenRows(
        ParseResult parse,
        VaeModel opened,
        string path,
        FileSlices? slices,
        bool isOrdered = false
    )
    {
        ModelTable.CheckChoice(
            columns.Read(parse, leavesLabelOut: false),
            opened,
            labelMayBeRead ? null : columns.Label(parse)
        );
        var format = Format(parse, slices);
        if (ShowsTables && ModelTable.IsTable(opened.Manifest))
        {
            format = format with { Shape = null };
        }

        return InferenceRows.Open(opened, path, isOrdered ? format with { Sorts = null } : format);
    }

    private InferenceFormat Format(ParseResult parse, FileSlices? slices) =>
        new()
        {
            Choice = columns.Read(parse),
            Shape = Image.Shape(parse),
            AllowMissingColumns = parse.GetValue(allowMissingColumns),
            Schema = parse.GetValue(schema) is { } format ? TableSchemaFile.Read(format) : null,
            Slices = slices,
            TimeColumn = Series?.Time(parse),
            SeriesColumn = Series?.Series(parse),
            Sorts = Series?.Sorts(parse),
        };

    // Several files are read as one. A scan finds the first row of each file beforehand, as for shards.
    private static FileSlices? Together(
        IReadOnlyList<string> files,
        CancellationToken cancellationToken,
        bool allowsFaults = false
    )
    {
        if (files.Count == 1)
        {
            return null;
        }

        var plan = ShardPlanner.Plan(files, 1, cancellationToken, allowsFaults);
        return plan.Slices(plan.Shards[0]);
    }

    // The options that the written rows depend on, besides the model and the data. A schema file can change between two shards.
    private string Command(ParseResult parse)
    {
        string[] others = [data.Name, shard.Name, "--out"];
        var verb = parse.CommandResult.Command;
        var given = verb
            .Options.Where(option => !others.Contains(option.Name) && parse.CommandResult.IsGiven(option))
            .Select(option =>
                $"{option.Name}={string.Join(',', parse.GetResult(option)!.Tokens.Select(t => t.Value))}"
                + (option == schema ? $" (SHA-256 {Sum(TableSchemaFile.Read(parse.GetValue(schema)!))})" : "")
            );
        return string.Join(' ', given.Order(StringComparer.Ordinal).Prepend(verb.Name));
    }

    private static string Sum(VaeTableSchema schema) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema.ToJson())));
}
