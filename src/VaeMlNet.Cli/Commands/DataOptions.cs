using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options that say where rows come from, for the verbs that train or need training data's like.</summary>
internal sealed class DataOptions
{
    /// <summary>A data file.</summary>
    public Option<string?> Data { get; } =
        OptionFactory.Text(
            "--data",
            "FILE",
            "Rows to use: IDX images (scaled to [0, 1]), or CSV with a header; models of tables take its columns as they are, others numbers only; '-' for standard input"
        );

    /// <summary>MNIST's folder.</summary>
    public Option<string?> Mnist { get; } =
        OptionFactory.Text(
            "--mnist",
            "FOLDER",
            $"The folder with the four IDX files of MNIST [default: {MnistFiles.DefaultFolder}]"
        );

    /// <summary>A file of rows that are not trained on.</summary>
    public Option<string?> Validation { get; } =
        OptionFactory.Text(
            "--validation",
            "FILE",
            "Rows to judge by, of the same kind as --data [MNIST: its test images]"
        );

    /// <summary>Columns of a CSV file.</summary>
    public ColumnOptions Columns { get; } = new("Columns of the CSV file to use [default: all]");

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Mnist);
        command.Options.Add(Validation);
        Columns.AddTo(command);
    }

    /// <summary>Whether the user said where the rows are.</summary>
    public bool IsGiven(CommandResult result) => result.IsGiven(Data) || result.IsGiven(Mnist);

    /// <summary>Adds what the user gave to a command line that works on the same rows.</summary>
    /// <param name="next">The command line.</param>
    /// <param name="parse">The options.</param>
    /// <param name="findsColumns">Whether the verb finds the columns it needs by their names.</param>
    public NextStep AddTo(NextStep next, ParseResult parse, bool findsColumns) =>
        Columns.AddTo(next.With(parse, [Data, Mnist, Validation]), parse, findsColumns);

    /// <summary>Refuses combinations that contradict each other.</summary>
    public void Check(CommandResult result)
    {
        if (result.IsGiven(Data) && result.IsGiven(Mnist))
        {
            result.AddError("--data and --mnist exclude each other.");
        }

        foreach (var option in Columns.All.Prepend(Validation))
        {
            if (result.IsGiven(option) && !result.IsGiven(Data))
            {
                result.AddError($"{option.Name} goes with --data, which is missing.");
            }
        }
    }

    /// <summary>Reads rows of numbers; MNIST when <c>--data</c> is not given.</summary>
    /// <exception cref="CommandException">A file is missing, damaged, or of another width than its companion.</exception>
    public FeatureRows Read(ParseResult parse, CommandContext context)
    {
        if (parse.GetValue(Data) is not { } path)
        {
            var digits = MnistDigits.Read(MnistFiles.Find(parse.GetValue(Mnist)), context.CancellationToken);
            return new FeatureRows(digits.TrainImages, digits.TestImages);
        }

        var choice = Columns.Read(parse);
        var file = FeatureFile.Open(path, choice);
        if (file is CsvFeatureFile table)
        {
            TableWidth.Check(table.File, table.Width);
        }

        var validation = parse.GetValue(Validation) is { } other ? FeatureFile.Open(other, choice) : null;
        if (validation is not null && validation.Width != file.Width)
        {
            throw new CommandException(
                $"'{validation.Path}' has {validation.Width} {validation.FeatureNoun}s, but '{file.Path}' has {file.Width}. "
                    + "Validation rows must be of the same kind as the training rows."
            );
        }

        return new FeatureRows(
            FeatureMatrix.Read(file, context.CancellationToken),
            validation is null ? null : FeatureMatrix.Read(validation, context.CancellationToken)
        );
    }

    /// <summary>Reads the raw columns of a table to train on.</summary>
    /// <inheritdoc cref="TableFiles.Infer" path="/exception"/>
    public TableRows ReadTable(ParseResult parse, CommandContext context, VaeProfileOptions profile, int? rowLimit) =>
        new TableFiles(parse.GetValue(Data)!, parse.GetValue(Validation)).Infer(
            Columns.Read(parse),
            profile,
            rowLimit,
            context
        );

    /// <summary>Reads rows for a model that is trained already.</summary>
    /// <exception cref="CommandException">A file is missing, damaged, or does not hold what the model takes.</exception>
    public TrainingRows ReadFor(TrainedVae trained, string checkpoint, ParseResult parse, CommandContext context)
    {
        if (trained.TableColumns is { } columns)
        {
            return parse.GetValue(Data) is { } path
                ? new TableFiles(path, parse.GetValue(Validation)).Open(
                    ModelTable.Columns(columns, trained.Options.TableSchema)
                )
                : throw new CommandException(
                    $"Checkpoint '{checkpoint}' is of a table, which MNIST is not. Pass a CSV file with its columns as --data."
                );
        }

        var rows = Read(parse, context);
        return rows.Width == trained.InputDim
            ? rows
            : throw new CommandException(
                $"'{parse.GetValue(Data) ?? "MNIST"}' has {rows.Width} features a row, but checkpoint '{checkpoint}' was trained on "
                    + $"{trained.InputDim}. Pass what it was trained on (--columns), or train again."
            );
    }
}
