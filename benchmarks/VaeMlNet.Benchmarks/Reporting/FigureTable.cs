using System.Globalization;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>A table of measured figures beside those that they are compared with.</summary>
/// <param name="Title">What the table shows.</param>
/// <param name="Headings">The columns.</param>
/// <param name="Rows">The rows; each has as many cells as there are columns.</param>
/// <param name="Note">How the figures were measured, or null.</param>
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
