namespace VaeMlNet.Report;

/// <summary>The distribution of one column in one set of rows.</summary>
internal sealed class ColumnValues
{
    private readonly double[] highs;
    private readonly double[] lows;
    private readonly double[] cumulative;

    private ColumnValues(double[] lows, double[] highs, double[] shares, double rowCount, double missingShare)
    {
        this.lows = lows;
        this.highs = highs;
        Shares = shares;
        RowCount = rowCount;
        MissingShare = missingShare;
        cumulative = new double[shares.Length];
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            sum += shares[i];
            cumulative[i] = sum;
        }
    }

    /// <summary>Gets the number of rows.</summary>
    public double RowCount { get; }

    /// <summary>Gets the number of cells with a value.</summary>
    public double Count => RowCount * (1 - MissingShare);

    /// <summary>Gets the share of missing cells.</summary>
    public double MissingShare { get; }

    /// <summary>Gets the shares of the intervals, or of the categories. They add up to 1.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Gets the smallest number of each interval.</summary>
    public IReadOnlyList<double> Lows => lows;

    /// <summary>Gets the largest number of each interval.</summary>
    public IReadOnlyList<double> Highs => highs;

    /// <summary>Summarizes numbers. Those that are not finite are missing.</summary>
    public static ColumnValues OfNumbers(IReadOnlyCollection<float> values)
    {
        double[] sorted = [.. values.Where(float.IsFinite).Select(value => (double)value).Order()];
        (double Value, int Count)[] ties = [.. sorted.GroupBy(v => v).Select(tie => (tie.Key, tie.Count()))];
        double[] distinct = [.. ties.Select(tie => tie.Value)];
        return new(
            distinct,
            distinct,
            [.. ties.Select(tie => (double)tie.Count / sorted.Length)],
            values.Count,
            values.Count > 0 ? 1 - ((double)sorted.Length / values.Count) : 0
        );
    }

    /// <summary>Summarizes categories, which are numbered from 0. Negative numbers are missing.</summary>
    public static ColumnValues OfCategories(IReadOnlyCollection<int> values, int count)
    {
        var counts = new double[count];
        double present = 0;
        foreach (var value in values.Where(value => value >= 0))
        {
            counts[value]++;
            present++;
        }

        return OfShares(
            [.. counts.Select(c => present > 0 ? c / present : 0)],
            values.Count,
            values.Count > 0 ? 1 - (present / values.Count) : 0
        );
    }

    /// <summary>Takes the shares of categories of a manifest.</summary>
    public static ColumnValues OfShares(double[] shares, double rowCount, double missingShare) =>
        new([], [], shares, rowCount, missingShare);

    /// <summary>Takes the training values of a manifest.</summary>
    public static ColumnValues OfHistogram(ValueHistogram histogram, double rowCount, double missingShare) =>
        new(
            [.. histogram.Lows.Select(low => (double)low)],
            [.. histogram.Highs.Select(high => (double)high)],
            [.. histogram.Shares.Select(share => (double)share)],
            rowCount,
            missingShare
        );

    /// <summary>Returns the share of the numbers below a number, or at most that number. Numbers in an interval are taken as uniform.</summary>
    public double ShareBelow(double number, bool orEqual)
    {
        var (first, end) = (0, highs.Length);
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (highs[middle] < number || (orEqual && highs[middle] <= number))
            {
                first = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        var before = first > 0 ? cumulative[first - 1] : 0;
        return first == highs.Length || number <= lows[first]
            ? before
            : before + (Shares[first] * (number - lows[first]) / (highs[first] - lows[first]));
    }

    /// <summary>Returns the share of the numbers in a bar. The first and the last one have those beyond them too.</summary>
    public double ShareOfBar(double[] edges, int bar) =>
        (bar == edges.Length - 2 ? 1 : ShareBelow(edges[bar + 1], orEqual: false))
        - (bar == 0 ? 0 : ShareBelow(edges[bar], orEqual: false));

    /// <summary>Returns a quantile of the numbers, up to the width of their intervals.</summary>
    public double Quantile(double share)
    {
        var i = Array.FindIndex(cumulative, sum => sum >= share);
        return highs[i < 0 ? highs.Length - 1 : i];
    }
}
