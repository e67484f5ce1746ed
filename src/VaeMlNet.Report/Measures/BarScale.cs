namespace VaeMlNet.Report;

/// <summary>
/// The places of numbers on the axis of a histogram: in proportion, or for a skewed column by the logarithm of their distance from 0.
/// </summary>
/// <param name="Constant">
/// The size of a number from which the axis is logarithmic, on both sides of 0; null for an axis in proportion. As the constant of Vega's
/// symlog scale.
/// </param>
internal readonly record struct BarScale(double? Constant)
{
    private const double SmallShare = 0.1;
    private const double ManyTimesMoreBars = 2;

    /// <summary>Returns the ends of bars that are equally wide on the axis.</summary>
    public double[] Edges(double low, double high, int count)
    {
        var (first, last) = (Place(low), Place(high));
        var edges = new double[count + 1];
        for (var i = 0; i <= count; i++)
        {
            edges[i] = Number(first + ((last - first) * i / count));
        }

        // Rounding must not leave out the smallest and the largest number.
        (edges[0], edges[^1]) = (low, high);
        return edges;
    }

    /// <summary>Returns the numbers of the axis: 0 and powers of ten on a logarithmic one, and none on another, which chooses them itself.</summary>
    public double[] Ticks(double low, double high)
    {
        if (Constant is not { } constant)
        {
            return [];
        }

        var most = Math.Max(Math.Abs(low), Math.Abs(high));
        var sizes = Enumerable
            .Range((int)Math.Floor(Math.Log10(constant)), (int)Math.Ceiling(Math.Log10(most / constant)) + 2)
            .Select(power => Math.Pow(10, power))
            .ToArray();
        return
        [
            .. sizes.Reverse().Select(size => -size).Append(0).Concat(sizes).Where(tick => tick >= low && tick <= high),
        ];
    }

    /// <summary>Chooses a logarithmic scale if the values fill at least twice as many of its bars as of bars in proportion.</summary>
    public static BarScale Choose(ColumnValues values, double[] linear)
    {
        (double Size, double Share)[] sizes =
        [
            .. values
                .Lows.Zip(values.Highs, (low, high) => Math.Abs(low + high) / 2)
                .Zip(values.Shares)
                .Where(pair => pair.First > 0)
                .OrderBy(pair => pair.First),
        ];
        if (sizes.Length == 0)
        {
            return default;
        }

        var small = SmallShare * sizes.Sum(pair => pair.Share);
        var place = 0;
        for (var sum = sizes[0].Share; sum < small && place < sizes.Length - 1; sum += sizes[place].Share)
        {
            place++;
        }

        BarScale logarithmic = new(sizes[place].Size);
        var edges = logarithmic.Edges(values.Lows[0], values.Highs[^1], linear.Length - 1);
        return FilledBars(values, edges) >= ManyTimesMoreBars * FilledBars(values, linear) ? logarithmic : default;
    }

    /// <summary>Returns how many bars of equal height would have the same entropy. Zeros have one place on both scales, and do not count.</summary>
    private static double FilledBars(ColumnValues values, double[] edges)
    {
        var zeros = values.ShareBelow(0, orEqual: true) - values.ShareBelow(0, orEqual: false);
        double[] shares =
        [
            .. edges
                .Zip(edges.Skip(1))
                .Select(
                    (bar, i) =>
                        values.ShareOfBar(edges, i)
                        - (bar.First <= 0 && (bar.Second > 0 || i == edges.Length - 2) ? zeros : 0)
                )
                .Where(share => share > 0),
        ];
        var all = shares.Sum();
        return Math.Exp(-shares.Sum(share => share / all * Math.Log(share / all)));
    }

    private double Place(double number) =>
        Constant is { } constant ? Math.Sign(number) * Math.Log(1 + (Math.Abs(number) / constant)) : number;

    private double Number(double place) =>
        Constant is { } constant ? Math.Sign(place) * constant * (Math.Exp(Math.Abs(place)) - 1) : place;
}
