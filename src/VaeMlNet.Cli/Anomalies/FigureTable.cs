using System.Text;

namespace VaeMlNet.Cli;

/// <summary>A table to print and to write as Markdown.</summary>
/// <param name="Title">A line above it.</param>
/// <param name="Headings">The columns.</param>
/// <param name="Rows">As many cells each as there are columns.</param>
internal sealed record FigureTable(string Title, string[] Headings, string[][] Rows)
{
    /// <summary>Appends it as Markdown.</summary>
    public void AppendTo(StringBuilder markdown)
    {
        markdown.Append($"\n**{Title}**\n\n");
        AppendRow(markdown, Headings);
        AppendRow(markdown, [.. Headings.Select((_, i) => i == 0 ? "---" : "--:")]);
        foreach (var row in Rows)
        {
            AppendRow(markdown, row);
        }
    }

    private static void AppendRow(StringBuilder markdown, string[] cells) =>
        markdown.Append($"| {string.Join(" | ", cells)} |\n");
}
