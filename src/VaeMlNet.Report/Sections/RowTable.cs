namespace VaeMlNet.Report;

/// <summary>Rows of columns as a table of the page, with the first columns where there are many.</summary>
/// <param name="layout">The columns.</param>
internal sealed class RowTable(RowLayout layout)
{
    private const int MostColumns = 12;

    private readonly ReportColumn[] columns = [.. layout.Columns.Take(MostColumns)];

    /// <summary>What to say of columns that are not shown; empty where there are none.</summary>
    public Html Rest =>
        layout.Columns.Count > MostColumns
            ? Blocks.Note($"The first {MostColumns} of {layout.Columns.Count} columns.")
            : Html.Empty;

    /// <summary>The table, with a first column that says what each line is.</summary>
    public Html Of(IEnumerable<IReadOnlyList<Html>> lines, string first, string label) =>
        Html.Of($"{Blocks.Table([first, .. columns.Select(column => column.Name)], lines, label)}{Rest}");

    /// <summary>A line with what the data has.</summary>
    public IReadOnlyList<Html> Raw(string first, float[] slots) =>
        [Html.Escape(first), .. columns.Select(column => Cell(column.Text(slots)))];

    /// <summary>A line with what the decoder expects.</summary>
    public IReadOnlyList<Html> Decoded(string first, float[] decoded) =>
        [
            Html.Of($"<span class=\"model\">{first}</span>"),
            .. columns.Select(column => Html.Of($"<span class=\"model\">{column.DecodedText(decoded)}</span>")),
        ];

    private static Html Cell(string text) =>
        text.Length > 0 ? Html.Escape(text) : Html.Of($"<span class=\"missing\">missing</span>");
}
