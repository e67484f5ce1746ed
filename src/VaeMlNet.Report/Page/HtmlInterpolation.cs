using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace VaeMlNet.Report;

/// <summary>An interpolated string of markup, whose holes are escaped: to forget it is not possible.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlInterpolation(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + (16 * formattedCount));

    /// <summary>Takes markup that stands in the source code.</summary>
    public void AppendLiteral(string markup) => text.Append(markup);

    /// <summary>Takes markup.</summary>
    public void AppendFormatted(Html html) => text.Append(html.Markup);

    /// <summary>Takes text.</summary>
    public void AppendFormatted(string? value) => text.Append(Html.Escape(value ?? "").Markup);

    /// <summary>Takes a number.</summary>
    public void AppendFormatted<T>(T value, string? format = null)
        where T : struct, IFormattable =>
        text.Append(Html.Escape(value.ToString(format, CultureInfo.InvariantCulture)).Markup);

    /// <inheritdoc />
    public override string ToString() => text.ToString();
}
