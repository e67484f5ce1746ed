using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace VaeMlNet.Report;

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

    /// <inheritdoc />
    public override string ToString() => text.ToString();
}
