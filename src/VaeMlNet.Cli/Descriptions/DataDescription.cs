using System.Globalization;
using System.Text.Json.Nodes;

namespace VaeMlNet.Cli;

/// <summary>What the columns of a CSV file are taken for; as JSON a schema, to be changed and given to the verbs that train.</summary>
/// <param name="path">The file, as the user gave it.</param>
/// <param name="columns">Its columns.</param>
/// <param name="rowCount">Its rows.</param>
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
        terminal.WriteTable("columns", ["name", "holds", "missing"], columns.Select(Cells));
        foreach (var column in columns.Where(column => column.Fault is not null))
        {
            terminal.WriteLine("");
            terminal.WriteLine(column.Fault!);
        }
    }

    private static string[] Cells(SurveyedColumn column) =>
        [
            column.Name,
            column.Column?.Content ?? "nothing of use (see below)",
            column.Missing.ToString(CultureInfo.InvariantCulture),
        ];
}
