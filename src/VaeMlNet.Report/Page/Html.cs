using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using VaeMlNet.Texts;

namespace VaeMlNet.Report;

/// <summary>Text that is already HTML markup and must not be escaped.</summary>
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

    public override string ToString() => Markup;
}

/// <summary>
/// The handler of interpolated strings that are markup. It escapes all values, so that escaping cannot be forgotten.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlInterpolation(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + (16 * formattedCount));

    /// <summary>Appends literal text of the source code, which is markup.</summary>
    public void AppendLiteral(string markup) => text.Append(markup);

    /// <summary>Appends markup.</summary>
    public void AppendFormatted(Html html) => text.Append(html.Markup);

    /// <summary>Appends text, escaped.</summary>
    public void AppendFormatted(string? value) => text.Append(Html.Escape(value ?? "").Markup);

    /// <summary>Appends a number.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
        where T : struct, IFormattable =>
        text.Append(Html.Escape(value.ToString(format, CultureInfo.InvariantCulture)).Markup);

    public override string ToString() => text.ToString();
}
