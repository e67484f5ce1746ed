using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>A section of the page.</summary>
/// <param name="Id">The id of the section, for links.</param>
/// <param name="Title">The heading of the section.</param>
/// <param name="Reading">An explanation of how to read the section; empty where none is needed.</param>
/// <param name="WarningSign">The signs of a problem with the model or the data; empty where there are none.</param>
/// <param name="Body">The content of the section.</param>
/// <param name="Charts">The charts in the section; null for a section without charts.</param>
/// <param name="Gist">The line below the heading of a section that the reader opens; null for a section that is always open.</param>
/// <param name="Data">Data for the scripts of the page, by name; null where the section has none.</param>
internal sealed record Section(
    string Id,
    string Title,
    string Reading,
    string WarningSign,
    Html Body,
    IReadOnlyList<Chart>? Charts = null,
    string? Gist = null,
    (string Name, JsonObject Value)? Data = null
)
{
    /// <summary>Creates the markup of the section.</summary>
    public Html ToHtml()
    {
        var warning =
            WarningSign.Length > 0 ? Html.Format($" <strong>Warning sign:</strong> {WarningSign}") : Html.Empty;
        var reading = Reading.Length > 0 ? Html.Format($"<p class=\"reading\">{Reading}{warning}</p>\n") : Html.Empty;
        var heading = Html.Format($"<h2 id=\"{Id}-title\">{Title}</h2>");
        var content = Html.Format($"{reading}{Body}");
        var whole = Gist is null
            ? Html.Format($"{heading}\n{content}")
            : Html.Format(
                $"<details class=\"fold\"><summary>{heading}<span class=\"gist\">{Gist}</span></summary>\n{content}\n</details>"
            );
        return Html.Format($"<section id=\"{Id}\" aria-labelledby=\"{Id}-title\">\n{whole}\n</section>\n");
    }
}
