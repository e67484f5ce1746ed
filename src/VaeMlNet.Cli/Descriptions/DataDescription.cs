using System.Globalization;
using System.Text.Json.Nodes;

namespace VaeMlNet.Cli;

/// <summary>
/// A description of the inferred columns of a CSV file. Its JSON is a schema, which can be edited and passed as
/// <c>--schema</c>.
/// </summary>
/// <param name="path">The path of the file, as the user gave it.</param>
/// <param name="columns">The columns of the file.</param>
/// <param name="rowCount">The number of rows.</param>
internal sealed class DataDescription(string path, IReadOnlyList<SurveyedColumn> columns, long rowCount) : Description
{
    /// <inheritdoc />
    public override JsonObject ToJson() =>
        TableSchemaFile.Write(
            columns.Select(c =>
                (c.Name, c.Column is { } known ? new ColumnSchema(known.Kind, known.KeyValues) : ColumnSchema.Ignored)
            )
        );

    /// <inheritdoc />
    public override void Print(CommandTerminal terminal)
    {
        terminal.WriteLine(FormattableString.Invariant($"{path}: {rowCount} rows of {columns.Count} columns"));
        terminal.WriteTable("columns", ["name", "content", "missing"], columns.Select(Cells));
        foreach (var column in columns.Where(column => column.Fault is not null))
        {
            terminal.WriteLine("");
            terminal.WriteLine(column.Fault!);
        }
    }

    private static string[] Cells(SurveyedColumn column) =>
        [
            column.Name,
            column.Column?.Content ?? "not usable (see below)",
            column.Missing.ToString(CultureInfo.InvariantCulture),
        ];
}
