namespace VaeMlNet.Report;

/// <summary>A table of rows on the page. It shows only the first columns where there are many.</summary>
internal sealed class RowTable(RowLayout layout)
{
    private const int MostColumns = 12;

    private IEnumerable<ReportColumn> Columns => layout.Columns.Take(MostColumns);

    /// <summary>Creates the table. The first cell of each line names the line.</summary>
    public Html Create(IEnumerable<IReadOnlyList<Html>> lines, string first, string label) =>
        Html.Format(
            $"{Blocks.Table([(first, false), .. Columns.Select(column => (column.Name, false))], lines, label)}{Blocks.ShownColumns(MostColumns, layout.Columns.Count)}"
        );

    /// <summary>Creates a line with the values of a row of the data.</summary>
    public IReadOnlyList<Html> Raw(string first, float[] slots) =>
        [Html.Escape(first), .. Columns.Select(column => Cell(column.Text(slots)))];

    /// <summary>Creates a line with the values of a row that the model made.</summary>
    public IReadOnlyList<Html> Synthetic(string first, float[] slots) =>
        [Html.Escape(first), .. Columns.Select(column => Cell(column.SyntheticText(slots)))];

    /// <summary>Creates a line with the values of a decoded row.</summary>
    public IReadOnlyList<Html> Decoded(string first, float[] decoded) =>
        [
            Html.Format($"<span class=\"model\">{first}</span>"),
            .. Columns.Select(column => Html.Format($"<span class=\"model\">{column.DecodedText(decoded)}</span>")),
        ];

    private static Html Cell(string text) =>
        text.Length > 0 ? Html.Escape(text) : Html.Format($"<span class=\"missing\">missing</span>");
}
