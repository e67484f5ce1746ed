namespace VaeMlNet.Report;

/// <summary>Creates the HTML blocks of sections.</summary>
internal static class Blocks
{
    /// <summary>Creates the element in which a chart is drawn, below its title. Screen readers read the title and the description.</summary>
    public static Html ChartPanel(Chart chart) =>
        Html.Format(
            $"<figure class=\"panel\"><figcaption id=\"{chart.Id}-name\">{chart.Title}</figcaption><p class=\"unseen\" id=\"{chart.Id}-about\">{chart.Description}</p><div class=\"chart\" id=\"{chart.Id}\" role=\"img\" aria-labelledby=\"{chart.Id}-name\" aria-describedby=\"{chart.Id}-about\"></div></figure>\n"
        );

    /// <summary>Places charts beside each other where the page is wide enough.</summary>
    public static Html Row(IEnumerable<Chart> charts) =>
        Html.Format($"<div class=\"panels\">\n{Html.Join(charts.Select(ChartPanel))}</div>\n");

    /// <summary>Creates an image with a title.</summary>
    public static Html Picture(PictureGrid picture, string title, string description, string style = "")
    {
        // Small images are enlarged, with sharp pixels.
        var shown = Math.Min(Math.Max(2, 600 / picture.Width) * picture.Width, 900);
        return Html.Format(
            $"<figure class=\"panel\"><figcaption>{title}</figcaption><img class=\"pixels {style}\" src=\"{picture.Source}\" width=\"{shown}\" height=\"{shown * picture.Height / picture.Width}\" alt=\"{description}\"></figure>\n"
        );
    }

    /// <summary>Creates a table. It scrolls sideways where it is wider than the page.</summary>
    /// <param name="headings">The headings of the columns, and whether the columns have numbers.</param>
    /// <param name="rows">The cells. The first of each row names the row.</param>
    /// <param name="label">The caption: the content of the table in words, for screen readers.</param>
    public static Html Table(
        IReadOnlyList<(string Text, bool IsNumber)> headings,
        IEnumerable<IReadOnlyList<Html>> rows,
        string label
    )
    {
        var head = headings.Select(heading =>
            heading.Text.Length == 0
                ? Html.Format($"<td></td>")
                : Html.Format($"<th scope=\"col\"{Style(heading.IsNumber)}>{heading.Text}</th>")
        );
        var body = rows.Select(cells =>
            Html.Format(
                $"<tr>{Html.Join(cells.Select((cell, i) => i == 0 ? Html.Format($"<th scope=\"row\"{Style(headings[i].IsNumber)}>{cell}</th>") : Html.Format($"<td{Style(headings[i].IsNumber)}>{cell}</td>")))}</tr>\n"
            )
        );
        return Html.Format(
            $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>\n<caption class=\"unseen\">{label}</caption>\n<thead><tr>{Html.Join(head)}</tr></thead>\n<tbody>\n{Html.Join(body)}</tbody></table></div>\n"
        );
    }

    /// <summary>Creates a table with a row for each item.</summary>
    /// <param name="items">The items. The cell of the first column names the row.</param>
    /// <param name="label">The caption: the content of the table in words, for screen readers.</param>
    /// <param name="columns">The columns; null for one that is left out.</param>
    public static Html Table<T>(IEnumerable<T> items, string label, IReadOnlyList<TableColumn<T>?> columns)
    {
        TableColumn<T>[] shown = [.. columns.OfType<TableColumn<T>>()];
        return Table(
            [.. shown.Select(column => (column.Heading, column.IsNumber))],
            items.Select(item => shown.Select(column => column.Cell(item)).ToArray()),
            label
        );
    }

    /// <summary>Creates a number with a bar beside it.</summary>
    /// <param name="share">The length of the bar, in [0, 1].</param>
    /// <param name="text">The number.</param>
    /// <param name="isBad">True if the number is highlighted as a problem.</param>
    public static Html Bar(double share, string text, bool isBad = false)
    {
        var width = 100 * Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1);
        var style = isBad ? "bar bad" : "bar";
        return Html.Format($"<span class=\"{style}\" style=\"--part:{width:0.#}%\">{text}</span>");
    }

    /// <summary>Creates a bar from the sum of the numbers before a number to the sum with it.</summary>
    /// <param name="from">The start of the bar, in [0, 1].</param>
    /// <param name="to">The end of the bar, in [0, 1]. It is before the start for numbers below 0.</param>
    public static Html WaterfallBar(double from, double to)
    {
        var style = to < from ? "fall down" : "fall";
        return Html.Format(
            $"<span class=\"track\"><span class=\"{style}\" style=\"--from:{100 * Math.Min(from, to):0.#}%;--part:{100 * Math.Abs(to - from):0.#}%\"></span></span>"
        );
    }

    /// <summary>Creates a part that the reader opens.</summary>
    public static Html Folded(string summary, Html content, bool isOpen = false) =>
        Html.Format($"<details{new Html(isOpen ? " open" : "")}><summary>{summary}</summary>\n{content}</details>\n");

    /// <summary>Creates the place for a list of rows, which the scripts of the page fill.</summary>
    /// <param name="id">The id of the element.</param>
    /// <param name="label">The content in words, for screen readers.</param>
    public static Html RowList(string id, string label) =>
        Html.Format(
            $"<div class=\"row-list\" id=\"{id}\" role=\"region\" aria-label=\"{label}\" aria-live=\"polite\" hidden></div>\n"
        );

    /// <summary>Creates a paragraph about the data or the model of this report.</summary>
    public static Html Note(string text) => Html.Format($"<p class=\"note\">{text}</p>\n");

    /// <summary>Creates a note about the columns that a table does not show; empty where it shows all of them.</summary>
    public static Html ShownColumns(int most, int count) =>
        count > most ? Note($"The table shows the first {most} of {count} columns.") : Html.Empty;

    private static Html Style(bool isNumber) => new(isNumber ? " class=\"number\"" : "");
}
