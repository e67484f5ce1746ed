using System.Text;

namespace VaeMlNet.Report;

/// <summary>A page on the quality of synthetic rows. It has no charts, and runs no scripts.</summary>
/// <param name="quality">The comparison of synthetic with real rows.</param>
/// <param name="title">The title of the page.</param>
internal sealed class QualityPage(VaeQualityReport quality, string title)
{
    /// <summary>Writes the page as UTF-8.</summary>
    public void Write(Stream stream)
    {
        Section[] sections = [.. QualitySections.Create(quality)];
        var links = sections.Select(section => Html.Format($"<a href=\"#{section.Id}\">{section.Title}</a>\n"));
        var heldOut = quality.HeldOutRows is { } count ? $" and {Figure.Count(count)} held-out rows" : "";
        var body = Html.Format(
            $"""
            <body>
            <header>
            <h1>{title}</h1>
            <p class="subtitle">{Figure.Count(quality.SyntheticRows)} synthetic rows compared with {Figure.Count(
                quality.RealRows
            )} real rows{heldOut}</p>
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
