namespace VaeMlNet.Report;

/// <summary>The pieces that sections are made of.</summary>
internal static class Blocks
{
    /// <summary>Where a chart is drawn, under its title.</summary>
    public static Html Place(Chart chart) =>
        Html.Of(
            $"<figure class=\"panel\"><figcaption>{chart.Title}</figcaption><div class=\"chart\" id=\"{chart.Id}\" role=\"img\" aria-label=\"{chart.Description}\"></div></figure>\n"
        );

    /// <summary>Charts beside each other where there is room.</summary>
    public static Html Row(IEnumerable<Chart> charts) =>
        Html.Of($"<div class=\"panels\">\n{Html.Join(charts.Select(Place))}</div>\n");

    /// <summary>A picture with a title.</summary>
    public static Html Picture(PictureGrid picture, string title, string description, string style = "")
    {
        // Small pictures are shown larger, with sharp pixels.
        var shown = Math.Min(Math.Max(2, 600 / picture.Width) * picture.Width, 900);
        return Html.Of(
            $"<figure class=\"panel\"><figcaption>{title}</figcaption><img class=\"pixels {style}\" src=\"{picture.Source}\" width=\"{shown}\" height=\"{shown * picture.Height / picture.Width}\" alt=\"{description}\"></figure>\n"
        );
    }

    /// <summary>A table; it scrolls sideways where it is wider than the page.</summary>
    /// <param name="headings">The columns; those that start with # hold numbers.</param>
    /// <param name="rows">The cells.</param>
    /// <param name="label">What the table holds, for who cannot see it.</param>
    public static Html Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<Html>> rows, string label)
    {
        bool[] areNumbers = [.. headings.Select(heading => heading.StartsWith('#'))];
        var head = headings.Select(
            (heading, i) => Html.Of($"<th scope=\"col\"{Style(areNumbers[i])}>{heading.TrimStart('#')}</th>")
        );
        var body = rows.Select(cells =>
            Html.Of(
                $"<tr>{Html.Join(cells.Select((cell, i) => Html.Of($"<td{Style(areNumbers[i])}>{cell}</td>")))}</tr>\n"
            )
        );
        return Html.Of(
            $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>\n<thead><tr>{Html.Join(head)}</tr></thead>\n<tbody>\n{Html.Join(body)}</tbody></table></div>\n"
        );
    }

    /// <summary>A number with a bar behind it.</summary>
    /// <param name="share">How long the bar is, in [0, 1].</param>
    /// <param name="text">The number.</param>
    /// <param name="isBad">Whether it is one to look at.</param>
    public static Html Bar(double share, string text, bool isBad = false)
    {
        var width = 100 * Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1);
        var style = isBad ? "bar bad" : "bar";
        return Html.Of($"<span class=\"{style}\" style=\"--part:{width:0.#}%\">{text}</span>");
    }

    /// <summary>A paragraph that says something of the data at hand.</summary>
    public static Html Note(string text) => Html.Of($"<p class=\"note\">{text}</p>\n");

    private static Html Style(bool isNumber) => new(isNumber ? " class=\"number\"" : "");
}
