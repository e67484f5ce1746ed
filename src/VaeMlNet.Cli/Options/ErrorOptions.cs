using System.CommandLine;
using System.CommandLine.Parsing;
using CsvHelper;

namespace VaeMlNet.Cli;

/// <summary>The options for rows of a table that cannot be read: whether they are skipped, and the log of their faults.</summary>
internal sealed class ErrorOptions : OptionGroup
{
    private const string Stop = "stop";
    private const string Skip = "skip";

    private readonly Option<string> onError = OptionFactory.Choice(
        "--on-error",
        "What to do with rows of a table that cannot be read: stop, or skip them and write their faults to --error-log",
        [Stop, Skip],
        Stop
    );

    private readonly Option<string?> log = OptionFactory.Text(
        "--error-log",
        "FILE.csv",
        "The log of --on-error=skip: file, row, column, text and reason of each fault [default: --out with .errors.csv at its end]"
    );

    public override IEnumerable<Option> All => [onError, log];

    /// <summary>Returns whether rows are skipped.</summary>
    public bool Skips(ParseResult parse) => Skips(parse.CommandResult);

    public bool Skips(CommandResult result) => result.GetValue(onError) == Skip;

    /// <summary>Returns a file without the rows that cannot be read, and prints their number at the end.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="rows">The rows of the file.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="warn">Receives a sentence on the skipped rows. Not called if there are none.</param>
    public CsvFile Clean(ParseResult parse, InferenceRows rows, string output, Action<string> warn)
    {
        if (rows.Csv is not { } file)
        {
            throw new CommandException(
                $"{onError.Name}={Skip} is for tables, but '{rows.Path}' is not one. Leave it out."
            );
        }

        var path = parse.GetValue(log) ?? (output == StandardStreams.Name ? null : $"{output}.errors.csv");
        CsvTable.CheckWritable(path, file.Path, output);
        TableCells[] cells =
        [
            .. rows
                .Columns.Where(column => column.CellNames.All(file.Has))
                .Select(column => TableCells.For(column, file)),
        ];
        var clean = file;
        long count = 0;
        CsvTable.Write(
            path,
            ["File", "Row", "Column", "Text", "Reason"],
            csv =>
                clean = file.WithoutFaults(
                    record => cells.Select(cell => cell.FindFault(record)).FirstOrDefault(fault => fault is not null),
                    (place, row, fault) =>
                    {
                        count++;
                        Write(csv, place, row, fault);
                    }
                )
        );
        if (count > 0)
        {
            var counted = count == 1 ? "1 row was" : FormattableString.Invariant($"{count} rows were");
            warn($"{counted} skipped{(path is null ? "" : $"; the faults are in '{path}'")}.");
        }

        return clean;
    }

    private static void Write(CsvWriter csv, string path, long row, CellFault fault)
    {
        csv.WriteField(path);
        csv.WriteField(row);
        csv.WriteField(fault.Column);
        csv.WriteField(fault.Text);
        csv.WriteField(fault.Reason);
        csv.EndRecord();
    }

    protected override void Check(CommandResult result)
    {
        if (result.IsGiven(log) && !Skips(result))
        {
            result.AddError($"{log.Name} is for {onError.Name}={Skip}. Leave it out, or pass that option.");
        }
    }
}
