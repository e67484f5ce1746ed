using System.Globalization;
using System.Text;

namespace VaeMlNet.Report;

/// <summary>A histogram of a few letters' width, for a cell of a table: training as a gray area, these rows as a line.</summary>
internal static class MiniHistogram
{
    private const int Width = 96;
    private const int Height = 24;
    private const int TrainingPlace = 0;
    private const int RowsPlace = 1;

    /// <summary>Draws the bars of a column.</summary>
    public static Html Draw(ColumnHistogram histogram)
    {
        var bars = histogram.Bars;
        var largest = bars.SelectMany(bar => bar.Shares.Take(RowsPlace + 1)).Max() ?? 0;
        if (largest <= 0)
        {
            return Html.Empty;
        }

        var training = Path(bars, TrainingPlace, largest, isClosed: true);
        var rows = Path(bars, RowsPlace, largest, isClosed: false);
        return Html.Format(
            $"<svg class=\"mini\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 -1 {Width} {Height + 2}\" aria-hidden=\"true\" focusable=\"false\"><path class=\"training\" d=\"{training}\"/><path class=\"rows\" d=\"{rows}\"/></svg>"
        );
    }

    private static string Path(IReadOnlyList<HistogramBar> bars, int place, double largest, bool isClosed)
    {
        StringBuilder path = new();
        for (var i = 0; i < bars.Count; i++)
        {
            var y = Height * (1 - ((bars[i].Shares[place] ?? 0) / largest));
            path.Append(
                    i == 0
                        ? isClosed
                            ? $"M0 {Height}V"
                            : "M0 "
                        : "V"
                )
                .Append(Text(y))
                .Append('H')
                .Append(Text((i + 1.0) * Width / bars.Count));
        }

        return isClosed ? $"{path}V{Height}Z" : $"{path}";
    }

    private static string Text(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
