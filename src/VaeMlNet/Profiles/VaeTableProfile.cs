using System.Globalization;
using System.Text;

namespace VaeMlNet;

/// <summary>The profile of a table: the kinds of its columns, with the reason for each, and their values.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeTableProfile
{
    /// <summary>Gets the number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>Gets the columns, in the order of the data.</summary>
    public required IReadOnlyList<VaeColumnProfile> Columns { get; init; }

    /// <summary>Gets the kinds of all columns, and how their cells are read. It can be edited, and given to another profile.</summary>
    public VaeTableSchema Schema => new() { Columns = [.. Columns.Select(column => column.Schema)] };

    /// <summary>Returns the profile as a table in Markdown.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.AppendLine("| column | kind | missing | values | reason |").AppendLine("|---|---|---|---|---|");
        foreach (var column in Columns)
        {
            var missing = column.MissingShare.ToString("0.0 %", CultureInfo.InvariantCulture);
            string[] cells =
            [
                column.Name,
                VaeColumnSchema.NameOf(column.Kind),
                missing,
                string.Join(", ", column.Examples),
                column.Reason,
            ];
            text.AppendLine($"| {string.Join(" | ", cells.Select(MarkdownCell.Escape))} |");
        }

        return text.ToString();
    }
}
