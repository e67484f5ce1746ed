namespace VaeMlNet.Report;

/// <summary>A section of the page.</summary>
/// <param name="Id">Its id, for links.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Reading">How to read it.</param>
/// <param name="BadSign">What would be a bad sign; empty where there is none.</param>
/// <param name="Body">What it shows.</param>
/// <param name="Charts">The charts that are drawn in it.</param>
internal sealed record Section(
    string Id,
    string Title,
    string Reading,
    string BadSign,
    Html Body,
    IReadOnlyList<Chart> Charts
)
{
    /// <summary>A section without charts.</summary>
    public static Section Of(string id, string title, string reading, string badSign, Html body) =>
        new(id, title, reading, badSign, body, []);

    /// <summary>Whether it takes half of a wide page.</summary>
    public bool IsNarrow { get; init; }

    /// <summary>The section as markup.</summary>
    public Html ToHtml()
    {
        var bad = BadSign.Length > 0 ? Html.Of($" <strong>A bad sign:</strong> {BadSign}") : Html.Empty;
        var reading = Reading.Length > 0 ? Html.Of($"<p class=\"reading\">{Reading}{bad}</p>\n") : Html.Empty;
        return Html.Of(
            $"<section id=\"{Id}\" class=\"{(IsNarrow ? "narrow" : "wide")}\" aria-labelledby=\"{Id}-title\">\n<h2 id=\"{Id}-title\">{Title}</h2>\n{reading}{Body}\n</section>\n"
        );
    }
}
