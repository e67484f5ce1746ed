using System.Text;

namespace VaeMlNet.Report;

/// <summary>An HTML page without charts. It runs no scripts.</summary>
internal sealed class PlainPage(string title, string subtitle, IReadOnlyList<Section> sections)
{
    /// <summary>Writes the page as UTF-8.</summary>
    public void Write(Stream stream)
    {
        var body = Html.Format(
            $"""
            {ChartPage.Content(
                title,
                Html.Escape(subtitle),
                sections
            )}<footer><p>Created by vaemlnet {ChartPage.Version()}.</p></footer>
            </body>
            </html>

            """
        );
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.Write(ChartPage.Head(title).Markup);
        writer.Write(body.Markup);
    }
}
