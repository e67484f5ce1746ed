using System.CommandLine;
using System.CommandLine.Parsing;

namespace VaeMlNet.Cli;

/// <summary>The options for the most unusual rows: how many, and how they are written.</summary>
internal sealed class TopOptions : OptionGroup
{
    private const string Text = "text";
    private const string Csv = "csv";
    private const string Json = "json";

    private readonly Option<int?> count = OptionFactory.Integer(
        "--top",
        "Write the N rows with the highest scores and the reasons in words, instead of all rows; without --out, to the terminal",
        minimum: 1
    );

    private readonly Option<string?> format = OptionFactory.Choice(
        "--format",
        "How --top writes the rows [default: text; with --out=FILE.json JSON, with --out=FILE.parquet Parquet, with another --out CSV]",
        [Text, Csv, Json]
    );

    public override IEnumerable<Option> All => [count, format];

    /// <summary>Returns whether only the most unusual rows are written.</summary>
    public bool IsGiven(CommandResult result) => result.IsGiven(count);

    /// <summary>Returns the number of the rows that are written or printed.</summary>
    public int Count(ParseResult parse) => parse.GetValue(count) ?? UnusualRows.DefaultCount;

    /// <summary>Reports combinations of options that contradict each other.</summary>
    /// <param name="result">The options.</param>
    /// <param name="output">The file to write; null without one.</param>
    /// <param name="ofAllRows">The options that the user gave for the file with all rows.</param>
    public void Check(CommandResult result, string? output, IEnumerable<string> ofAllRows)
    {
        if (!IsGiven(result))
        {
            if (output is null)
            {
                result.AddError($"Option '--out' is required, unless {count.Name} is given.");
            }

            if (result.IsGiven(format))
            {
                result.AddError($"{format.Name} is for {count.Name}, which is missing. Pass {count.Name}=N.");
            }

            return;
        }

        foreach (var option in ofAllRows)
        {
            result.AddError($"{option} and {count.Name} cannot be combined: {option} is for the scores of all rows.");
        }

        if (output is not null && result.GetValue(format) == Text)
        {
            result.AddError($"{format.Name}={Text} is for the terminal. Leave --out out, or choose {Csv} or {Json}.");
        }

        if (IdvFile.IsIdv(output))
        {
            result.AddError($"--out is '{output}', but {count.Name} writes CSV, Parquet or JSON. Choose another name.");
        }

        if (ParquetOutput.IsParquet(output) && result.GetValue(format) is (Csv or Json) and var other)
        {
            result.AddError($"--out is '{output}', but {format.Name} is {other}. Choose another name.");
        }
    }

    /// <summary>Returns the path to write to; null for the terminal, whose text is for people.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="output">The file that the user named; null without one.</param>
    public string? Path(ParseResult parse, string? output) =>
        output ?? (parse.GetValue(format) is Csv or Json ? StandardStreams.Name : null);

    /// <summary>Writes the rows.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public void Write(ParseResult parse, UnusualRows rows, string? path, CommandTerminal terminal)
    {
        if (path is null)
        {
            rows.Print(terminal);
            return;
        }

        var isJson =
            (parse.GetValue(format) ?? (path.EndsWith($".{Json}", StringComparison.OrdinalIgnoreCase) ? Json : Csv))
            == Json;
        if (isJson)
        {
            OutputFile.Write(path, rows.WriteJson);
        }
        else
        {
            rows.WriteTable(path);
        }
    }
}
