using System.Globalization;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>A table of measured figures, compared with other figures.</summary>
/// <param name="Title">The title.</param>
/// <param name="Headings">The headings of the columns.</param>
/// <param name="Rows">The rows. Each has a cell for each column.</param>
/// <param name="Note">A note on how the figures were measured, or null.</param>
internal sealed record FigureTable(string Title, string[] Headings, string[][] Rows, string? Note = null)
{
    /// <summary>Appends the table as Markdown, with its title above it and its note below.</summary>
    public void AppendTo(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n**{Title}**\n\n");
        AppendRow(text, Headings);
        AppendRow(text, [.. Headings.Select((_, i) => i == 0 ? "---" : "--:")]);
        foreach (var row in Rows)
        {
            AppendRow(text, row);
        }

        if (Note is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Note}\n");
        }
    }

    private static void AppendRow(StringBuilder text, string[] cells) =>
        text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");
}
