using System.Text.Encodings.Web;
using System.Text.Unicode;
using VaeMlNet.Texts;

namespace VaeMlNet.Report;

/// <summary>Text that is already HTML markup and must not be escaped.</summary>
/// <param name="Markup">The markup.</param>
internal readonly record struct Html(string Markup)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Gets empty markup.</summary>
    public static Html Empty { get; } = new("");

    /// <summary>Escapes text that comes from data or a model. Characters that would change the order of a line are shown as escapes.</summary>
    public static Html Escape(string text) => new(Encoder.Encode(HiddenCharacters.Escape(text, kept: "\t\n")));

    /// <summary>
    /// Creates markup from an interpolated string. Its literal text is markup; the values are escaped unless they are
    /// markup.
    /// </summary>
    public static Html Format(HtmlInterpolation text) => new(text.ToString());

    /// <summary>Concatenates markup.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Markup)));

    /// <inheritdoc />
    public override string ToString() => Markup;
}
