using System.CommandLine;

namespace VaeMlNet.Tooling;

/// <summary>The options that choose columns of a CSV file.</summary>
internal sealed class ColumnOptions(string columnsDescription) : OptionGroup
{
    private readonly Option<string[]?> columns = OptionFactory.Names("--columns", columnsDescription);
    private readonly Option<string[]?> ignored = OptionFactory.Names(
        "--ignore",
        "The columns of the file to leave out"
    );
    private readonly Option<string?> label = OptionFactory.Text(
        "--label-column",
        "NAME",
        "The column of the file with the labels; models do not read it"
    );

    public override IEnumerable<Option> All => [columns, ignored, label];

    /// <summary>
    /// Adds the options that the user gave to the command line of a next step, which works on the same rows.
    /// </summary>
    /// <param name="next">The command line.</param>
    /// <param name="parse">The options.</param>
    /// <param name="findsColumns">True if the verb finds its columns by name.</param>
    /// <param name="hasLabel">False if the verb does not find the label column.</param>
    public NextStep AddTo(NextStep next, ParseResult parse, bool findsColumns, bool hasLabel = true)
    {
        next = findsColumns ? next : next.With(parse, [columns, ignored]);
        return hasLabel ? next.With(parse, [label]) : next;
    }

    /// <summary>Returns the name of the label column, or null.</summary>
    public string? Label(ParseResult parse) => parse.GetValue(label);

    /// <summary>Reads the options.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="leavesLabelOut">True if the label column is left out, in addition to the ignored columns.</param>
    public ColumnChoice Read(ParseResult parse, bool leavesLabelOut = true)
    {
        var left = parse.GetList(ignored) ?? [];
        return new ColumnChoice(
            parse.GetList(columns),
            leavesLabelOut && Label(parse) is { } name ? [.. left, name] : left
        );
    }
}
