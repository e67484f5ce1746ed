using System.Text;
using VaeMlNet.Texts;

namespace VaeMlNet;

/// <summary>Writes names from data into the cells of a table in Markdown.</summary>
internal static class MarkdownCell
{
    private const string Escaped = "\\|<[`";

    /// <summary>Escapes what would end the cell, or begin HTML, a link, a picture or code.</summary>
    public static string Escape(string text)
    {
        StringBuilder cell = new(text.Length);
        foreach (var c in HiddenCharacters.Escape(text, kept: ""))
        {
            if (Escaped.Contains(c, StringComparison.Ordinal))
            {
                cell.Append('\\');
            }

            cell.Append(c);
        }

        return cell.ToString();
    }
}
