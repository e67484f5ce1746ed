using System.CommandLine;

namespace VaeMlNet.Tooling;

/// <summary>The options that say which columns of a CSV file are used.</summary>
/// <param name="columnsDescription">What <c>--columns</c> means to the verb.</param>
internal sealed class ColumnOptions(string columnsDescription)
{
    private readonly Option<string[]?> columns = OptionFactory.Names("--columns", columnsDescription);
    private readonly Option<string[]?> ignored = OptionFactory.Names(
        "--ignore",
        "Columns of the CSV file to leave out"
    );
    private readonly Option<string?> label = OptionFactory.Text(
        "--label-column",
        "NAME",
        "The column of the CSV file that holds the label; no model reads it"
    );

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [columns, ignored, label];

    /// <summary>Adds what the user gave to a command line that works on the same rows.</summary>
    /// <param name="next">The command line.</param>
    /// <param name="parse">The options.</param>
    /// <param name="findsColumns">Whether the verb finds the columns it needs by their names.</param>
    public NextStep AddTo(NextStep next, ParseResult parse, bool findsColumns) =>
        (findsColumns ? next : next.With(parse, [columns, ignored])).With(parse, [label]);

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The label's column, or null.</summary>
    public string? Label(ParseResult parse) => parse.GetValue(label);

    /// <summary>Reads the options.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="leavesLabelOut">Whether the label's column is left out, beside those that are named to be.</param>
    public ColumnChoice Read(ParseResult parse, bool leavesLabelOut = true)
    {
        var left = parse.GetList(ignored) ?? [];
        return new ColumnChoice(
            parse.GetList(columns),
            leavesLabelOut && Label(parse) is { } name ? [.. left, name] : left
        );
    }
}
