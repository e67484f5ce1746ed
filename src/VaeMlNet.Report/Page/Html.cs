using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace VaeMlNet.Report;

/// <summary>Text that is markup already, and not to be escaped again.</summary>
/// <param name="Markup">The markup.</param>
internal readonly record struct Html(string Markup)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = new("");

    /// <summary>Makes markup of text that came from data or a model.</summary>
    public static Html Escape(string text) => new(Encoder.Encode(text));

    /// <summary>Makes markup of an interpolated string: its own text is markup, what is filled in is escaped unless it is markup.</summary>
    public static Html Of(HtmlInterpolation text) => new(text.ToString());

    /// <summary>One after the other.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Markup)));

    /// <inheritdoc />
    public override string ToString() => Markup;
}
