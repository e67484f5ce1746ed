namespace VaeMlNet.Report;

/// <summary>The answer to one question about the model and the data, and the next step that follows from it.</summary>
/// <param name="Grade">How good the answer is.</param>
/// <param name="Sentence">The answer, with the figures that it rests on.</param>
/// <param name="Sections">The sections with the details: their ids and titles.</param>
/// <param name="Advice">The next step; empty where there is nothing to do.</param>
internal sealed record Verdict(
    VerdictGrade Grade,
    string Sentence,
    IReadOnlyList<(string Id, string Title)> Sections,
    Html Advice = default
)
{
    /// <summary>Creates the list of verdicts. What needs most attention comes first.</summary>
    public static Html List(IEnumerable<Verdict> verdicts) =>
        Html.Format(
            $"<ol class=\"verdicts\">\n{Html.Join(verdicts.OrderByDescending(verdict => verdict.Grade).Select(verdict => verdict.ToHtml()))}</ol>\n"
        );

    private Html ToHtml()
    {
        var links = Sections.Select(section => Html.Format($" <a href=\"#{section.Id}\">{section.Title}</a>"));
        var (style, word) = Grade switch
        {
            VerdictGrade.Good => ("good", "Good"),
            VerdictGrade.Fair => ("fair", "Look closer"),
            VerdictGrade.Poor => ("poor", "Problem"),
            _ => ("unknown", "Not known"),
        };
        var advice = string.IsNullOrEmpty(Advice.Markup)
            ? Html.Empty
            : Html.Format($"<p class=\"advice\"><strong>Next:</strong> {Advice}</p>");
        return Html.Format(
            $"<li class=\"{style}\"><span class=\"grade\">{word}</span><div><p>{Sentence}{Html.Join(links)}</p>{advice}</div></li>\n"
        );
    }
}

/// <summary>The grades of an answer, those that need more attention last.</summary>
internal enum VerdictGrade
{
    /// <summary>The result is as it should be.</summary>
    Good,

    /// <summary>There is not enough data for an answer.</summary>
    Unknown,

    /// <summary>The result needs a look.</summary>
    Fair,

    /// <summary>The result is a problem.</summary>
    Poor,
}
