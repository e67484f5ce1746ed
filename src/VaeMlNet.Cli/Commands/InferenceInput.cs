using System.CommandLine;
using CsvHelper;
using Microsoft.ML;
using VaeMlNet.Cli.Data;
using VaeMlNet.Cli.Files;
using VaeMlNet.Cli.Tables;

namespace VaeMlNet.Cli.Commands;

/// <summary>What the verbs that run a ready model have in common: model folder, data file in, CSV file out, row by row.</summary>
/// <remarks>Memory does not grow with the number of rows, and libtorch is never loaded.</remarks>
/// <param name="outputDescription">What the CSV file holds; null for verbs with an output of their own.</param>
internal sealed class InferenceInput(string? outputDescription = null)
{
    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };

    private readonly Option<string?> data = Required(
        OptionFactory.Text(
            "--data",
            "FILE",
            "Rows: IDX images (scaled to [0, 1]), or CSV with a header and what the model was trained on; '-' for standard input"
        )
    );

    private readonly Option<string?>? output = outputDescription is null
        ? null
        : Required(OptionFactory.Text("--out", "FILE.csv", $"{outputDescription}; '-' for standard output"));

    private readonly ColumnOptions columns = new(
        "Columns of the CSV file to use, in the order of training [default: all; models of tables find theirs by name]"
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
        command.Options.Add(allowMissingColumns);
    }

    /// <summary>The file to write.</summary>
    public string Output(ParseResult parse) => parse.GetValue(output!)!;

    /// <summary>The column with the labels, or null.</summary>
    public string? Label(ParseResult parse) => columns.Label(parse);

    /// <summary>Opens the model, once it is known that the result can be written; the caller disposes it.</summary>
    /// <exception cref="VaeModelException">The model folder is missing or damaged.</exception>
    /// <exception cref="CommandException">The output cannot be written.</exception>
    public VaeModel OpenModel(ParseResult parse)
    {
        if (output is not null)
        {
            OutputFile.CheckWritable(Output(parse));
        }

        return VaeModel.Open(parse.GetValue(model)!);
    }

    /// <summary>Opens the data file and holds it against the model.</summary>
    /// <exception cref="CommandException">The data file is missing, damaged, or does not hold what the model takes.</exception>
    public InferenceRows OpenRows(ParseResult parse, VaeModel opened) =>
        ModelTable.IsOne(opened.Manifest) ? OpenTable(parse, opened) : OpenFeatures(parse, opened);

    /// <summary>Runs a step over the file and writes a CSV row for every row.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="context">Where the bar is shown, and what cancels.</param>
    /// <param name="ml">The step's context.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="header">The CSV file's columns.</param>
    /// <param name="step">The step to run.</param>
    /// <param name="bind">Given the cursor, gives what writes the current row's cells.</param>
    /// <returns>The number of rows.</returns>
    public long Process<TTransformer>(
        ParseResult parse,
        CommandContext context,
        MLContext ml,
        InferenceRows rows,
        string[] header,
        IEstimator<TTransformer> step,
        Func<DataViewRow, Action<CsvWriter>> bind
    )
        where TTransformer : ITransformer
    {
        long rowCount = context.Terminal.RunWithBar(
            $"reading {rows.Path}",
            bar =>
            {
                IDataView data = rows.View(ml, bar);
                TTransformer transformer = step.Fit(data);
                using IDisposable? owned = transformer as IDisposable;
                long count = 0;
                CsvTable.Write(
                    Output(parse),
                    header,
                    csv => count = WriteRows(transformer.Transform(data), csv, bind, context.CancellationToken)
                );
                return count;
            }
        );
        rows.Warn(context.Terminal);
        return rowCount;
    }

    private TableInferenceRows OpenTable(ParseResult parse, VaeModel opened)
    {
        CsvFile file = CsvFile.Open(parse.GetValue(data)!);
        TableInferenceRows rows = new(file, opened, parse.GetValue(allowMissingColumns));
        ColumnChoice choice = columns.Read(parse);
        if (choice.Columns is not null || choice.Ignored.Intersect(rows.SlotNames).Any())
        {
            throw new CommandException(
                $"Model '{opened.Folder}' is of a table: it reads the columns that it was trained on, by their names, and leaves "
                    + "the others alone, so --columns, --ignore and --label-column cannot choose among them. Leave them out."
            );
        }

        return rows;
    }

    private FeatureInferenceRows OpenFeatures(ParseResult parse, VaeModel opened)
    {
        if (parse.GetValue(allowMissingColumns))
        {
            throw new CommandException(
                $"Model '{opened.Folder}' is not of a table, so no column may be missing. Leave --allow-missing-columns out."
            );
        }

        FeatureFile file = FeatureFile.Open(parse.GetValue(data)!, columns.Read(parse));
        ModelWidth.Check(file, opened);
        return new FeatureInferenceRows(file);
    }

    private static long WriteRows(
        IDataView view,
        CsvWriter csv,
        Func<DataViewRow, Action<CsvWriter>> bind,
        CancellationToken cancellationToken
    )
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        Action<CsvWriter> writeCells = bind(cursor);
        long count = 0;
        for (; cursor.MoveNext(); count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            writeCells(csv);
            csv.EndRecord();
        }

        return count;
    }

    private static Option<string?> Required(Option<string?> option)
    {
        option.Required = true;
        return option;
    }
}
