using System.Text;

namespace VaeMlNet.Report;

/// <summary>An HTML page without charts. It runs no scripts.</summary>
/// <param name="title">The title of the page.</param>
/// <param name="subtitle">The line below the title.</param>
/// <param name="sections">The sections.</param>
internal sealed class PlainPage(string title, string subtitle, IReadOnlyList<Section> sections)
{
    /// <summary>Writes the page as UTF-8.</summary>
    public void Write(Stream stream)
    {
        var links = sections.Select(section => Html.Format($"<a href=\"#{section.Id}\">{section.Title}</a>\n"));
        var body = Html.Format(
            $"""
            <body>
            <header>
            <h1>{title}</h1>
            <p class="subtitle">{subtitle}</p>
            <nav aria-label="Sections">
            {Html.Join(links)}</nav>
            </header>
            <main>
            {Html.Join(sections.Select(section => section.ToHtml()))}</main>
            <footer><p>Created by vaemlnet {ChartPage.Version()}.</p></footer>
            </body>
            </html>

            """
        );
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.Write(ChartPage.Head(title).Markup);
        writer.Write(body.Markup);
    }
}
