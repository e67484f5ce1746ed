using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options for the input rows of verbs that train, or that need rows like the training data.</summary>
internal sealed class DataOptions
{
    /// <summary>Gets the option <c>--data</c>, a data file.</summary>
    public Option<string?> Data { get; } =
        OptionFactory.Text(
            "--data",
            "FILE",
            "The rows: a folder of PNG or JPEG files or IDX images (scaled to [0, 1]), or a table as CSV with a header, Parquet or JSON, CSV and JSON also in .gz or .zip. Table models take any columns, other models numbers only; '-' for standard input"
        );

    /// <summary>Gets the option <c>--mnist</c>, the folder with the files of MNIST.</summary>
    public Option<string?> Mnist { get; } =
        OptionFactory.Text(
            "--mnist",
            "FOLDER",
            $"The folder with the four IDX files of MNIST [default: {MnistFiles.DefaultFolder}]"
        );

    /// <summary>Gets the option <c>--validation</c>, a file of rows that are not trained on.</summary>
    public Option<string?> Validation { get; } =
        OptionFactory.Text(
            "--validation",
            "FILE",
            "Validation rows, of the same kind as --data [MNIST: its test images]"
        );

    /// <summary>Gets the options that choose columns of a CSV file.</summary>
    public ColumnOptions Columns { get; } = new("Columns of the file to use [default: all]");

    /// <summary>Gets the option for the size of images.</summary>
    public ImageOption Image { get; } = new();

    /// <summary>Returns how the rows of <c>--data</c> are read.</summary>
    public InferenceFormat Format(ParseResult parse) =>
        new() { Choice = Columns.Read(parse), Shape = Image.Shape(parse) };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(Data, Mnist, Validation);
        Image.AddTo(command);
        Columns.AddTo(command);
    }

    /// <summary>Returns whether the user named the rows.</summary>
    public bool IsGiven(CommandResult result) => result.IsGiven(Data) || result.IsGiven(Mnist);

    /// <summary>
    /// Adds the options that the user gave to the command line of a next step, which works on the same rows; without any, the folder of MNIST that
    /// is the default.
    /// </summary>
    /// <param name="next">The command line.</param>
    /// <param name="parse">The options.</param>
    /// <param name="findsColumns">True if the verb finds its columns by name.</param>
    public NextStep AddTo(NextStep next, ParseResult parse, bool findsColumns) =>
        IsGiven(parse.CommandResult)
            ? Columns.AddTo(next.With(parse, [Data, Mnist, Validation, Image.Option]), parse, findsColumns)
            : next.With(Mnist.Name, MnistFiles.DefaultFolder);

    /// <summary>Reports combinations of options that contradict each other.</summary>
    public void Check(CommandResult result)
    {
        if (result.IsGiven(Data) && result.IsGiven(Mnist))
        {
            result.AddError("--data and --mnist cannot be combined. Pass one of them.");
        }

        foreach (var option in Columns.All.Prepend(Validation))
        {
            if (result.IsGiven(option) && !result.IsGiven(Data))
            {
                result.AddError($"{option.Name} needs --data, which is missing. Pass --data=FILE.");
            }
        }
    }

    /// <summary>Reads rows of numbers. Reads MNIST when <c>--data</c> is not given.</summary>
    public FeatureTrainingRows Read(ParseResult parse, CommandContext context, int? rowLimit = null)
    {
        var shape = Image.Shape(parse);
        if (parse.GetValue(Data) is not { } path)
        {
            var folder = MnistFiles.Find(parse.GetValue(Mnist));
            MnistFiles.Verify(folder);
            return new FeatureTrainingRows(
                Images(MnistFiles.TrainImages, rowLimit),
                Images(MnistFiles.TestImages, rowLimit: null)
            );

            FeatureRows Images(string name, int? rowLimit) =>
                FeatureRows.Open(
                    IdxImageFile.Open(Path.Combine(folder, name), shape),
                    rowLimit,
                    context.CancellationToken
                );
        }

        var choice = Columns.Read(parse);
        var file = FeatureFile.Open(path, choice, shape);
        if (file is CsvFeatureFile table)
        {
            TableWidth.Check(table.File, table.Width);
            if (shape is not null && shape.Size != table.Width)
            {
                throw new CommandException(
                    $"--image is {shape}, {shape.Size} values, but '{path}' has {table.Width} columns. Pass the size of its images, or leave --image out."
                );
            }
        }

        var validation = parse.GetValue(Validation) is { } other ? FeatureFile.Open(other, choice, shape) : null;
        if (validation is not null)
        {
            CheckSameKind(file, validation);
        }

        return new FeatureTrainingRows(
            FeatureRows.Open(file, rowLimit, context.CancellationToken),
            validation is null ? null : FeatureRows.Open(validation, rowLimit: null, context.CancellationToken)
        )
        {
            Image = file.ImageShape ?? shape,
        };
    }

    /// <summary>Returns the path of the rows of a table, whose rows are no images; null where the user named none.</summary>
    private string? TablePath(ParseResult parse) =>
        parse.GetValue(Data) is { } path && Image.IsGiven(parse.CommandResult)
            ? throw new CommandException(
                $"'{path}' is read as a table, so --image has no effect. Leave it out; for rows of pixels, train with --model={ModelPreset.FullyConnected}."
            )
            : parse.GetValue(Data);

    private static void CheckSameKind(FeatureFile training, FeatureFile validation)
    {
        var (other, own) = (validation.ImageShape, training.ImageShape);
        if (validation.Width != training.Width || (other is not null && own is not null && other != own))
        {
            throw new CommandException(
                $"'{validation.Path}' has {Size(validation)}, but '{training.Path}' has {Size(training)}. "
                    + "Validation rows must be of the same kind as the training rows."
            );
        }

        static string Size(FeatureFile file) =>
            file.ImageShape is { } shape
                ? $"images of {shape}"
                : FormattableString.Invariant($"{file.Width} {file.FeatureNoun}s");
    }

    /// <summary>Reads the raw columns of a table for training.</summary>
    /// <inheritdoc cref="TableFiles.Infer" path="/exception"/>
    public TableTrainingRows ReadTable(
        ParseResult parse,
        CommandContext context,
        VaeProfileOptions profile,
        int? rowLimit
    ) =>
        new TableFiles(TablePath(parse)!, parse.GetValue(Validation)).Infer(
            Columns.Read(parse),
            profile,
            rowLimit,
            context
        );

    /// <summary>Reads time series for training.</summary>
    /// <inheritdoc cref="SeriesFile.Infer" path="/exception"/>
    public SeriesTrainingRows ReadSeries(
        ParseResult parse,
        CommandContext context,
        VaeProfileOptions profile,
        SeriesOptions series,
        int? rowLimit
    ) =>
        new SeriesFile(TablePath(parse)!).Infer(
            Columns.Read(parse),
            profile,
            series.Windows(parse),
            series.Pivot(parse),
            series.Sorts(parse),
            rowLimit,
            context
        );

    /// <summary>Reads rows for a trained model.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="checkpoint">The folder of the model, for messages.</param>
    /// <param name="parse">The options.</param>
    /// <param name="sorts">Whether rows of time series that are not in the order of time are sorted instead of refused.</param>
    /// <param name="context">The terminal, and the cancellation token.</param>
    /// <param name="marks">A column of a table with labels of anomalies, which are read, too. Default: null, no column.</param>
    public TrainingRows ReadFor(
        TrainedVae trained,
        string checkpoint,
        ParseResult parse,
        bool sorts,
        CommandContext context,
        string? marks = null
    )
    {
        if (trained.Options.Series is not null)
        {
            return TablePath(parse) is { } series && !parse.CommandResult.IsGiven(Validation)
                ? new SeriesFile(series).Open(trained, sorts)
                : throw new CommandException(
                    $"Checkpoint '{checkpoint}' is a model of a time series. Pass a file with its channels as --data, and leave --mnist and --validation out."
                );
        }

        if (trained.TableColumns is { } columns)
        {
            var own = ModelTable.Columns(columns.Concat(trained.ConditionColumns), trained.Options.TableSchema);
            return TablePath(parse) is { } path
                ? new TableFiles(path, parse.GetValue(Validation)).Open(
                    marks is null ? own : [.. own, CsvColumn.Scalar(marks, CsvColumnKind.Mark)]
                )
                : throw new CommandException(
                    $"Checkpoint '{checkpoint}' is a table model, but MNIST is not a table. Pass a file with the columns of the model as --data."
                );
        }

        var rows = Read(parse, context);
        ModelWidth.Check(
            rows.File,
            Image.Shape(parse),
            trained.InputDim,
            trained.Options.Image,
            $"checkpoint '{checkpoint}'"
        );
        return rows;
    }
}
