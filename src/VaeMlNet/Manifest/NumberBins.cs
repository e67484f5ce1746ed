using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// The bins of one slot of numbers with the likelihood <c>histogram</c>, in ascending order. A bin is a single value
/// that occurs often, or an interval.
/// </summary>
/// <remarks>Thread safety: immutable. Equality compares the lists by reference.</remarks>
internal sealed record NumberBins
{
    private const double LeastWidth = 1e-6; // of the range of all bins

    /// <summary>Gets the smallest training value of each bin.</summary>
    public required IReadOnlyList<float> Lows { get; init; }

    /// <summary>Gets the largest training value of each bin. It equals the smallest one for a bin of a single value.</summary>
    public required IReadOnlyList<float> Highs { get; init; }

    /// <summary>Gets the mean of the training values of each bin.</summary>
    public required IReadOnlyList<float> Means { get; init; }

    /// <summary>Gets the number of decimals that the training values have: 0 for whole numbers, null if they have more than 6.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Decimals { get; init; }

    /// <summary>
    /// Gets the number of which all training values are multiples, in units of the last of <see cref="Decimals"/>: 25 for 3,750, 3,775
    /// and so on. Null for 1, and for few different values.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Step { get; init; }

    /// <summary>
    /// Gets the distribution of the training values in finer intervals than the bins; null in folders of older versions and for tables
    /// of thousands of columns.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueHistogram? Histogram { get; init; }

    [JsonIgnore]
    public int Count => Means.Count;

    /// <summary>
    /// Returns the smallest number of each bin: minus infinity for the first, otherwise the middle between its smallest value and the
    /// largest value of the bin below.
    /// </summary>
    internal float[] Edges()
    {
        var edges = new float[Count];
        edges[0] = float.NegativeInfinity;
        for (var i = 1; i < edges.Length; i++)
        {
            edges[i] = Edge(i);
        }

        return edges;
    }

    /// <summary>
    /// Gets the number of steps from one whole number to the next if numbers are rounded to <see cref="Decimals"/>; null if they are not
    /// rounded.
    /// </summary>
    [JsonIgnore]
    internal float? StepsPerUnit
    {
        get
        {
            var steps = Math.Pow(10, Decimals ?? 0);
            var largest = Math.Max(Math.Abs(Lows[0]), Math.Abs(Highs[^1])) * steps;
            return Decimals is null || largest > float.MaxValue ? null : (float)steps;
        }
    }

    /// <summary>Returns the index of the bin of a value, whose range <see cref="Edges"/> says.</summary>
    internal int Find(float value)
    {
        for (var bin = Count - 1; bin > 0; bin--)
        {
            if (value >= Edge(bin))
            {
                return bin;
            }
        }

        return 0;
    }

    /// <summary>
    /// Returns the logarithm of the width of each bin, minus its mean over the training values: -log of the bin's density is -log of its
    /// probability plus this. The outer bins end at the smallest and the largest training value.
    /// </summary>
    internal float[] LogWidths()
    {
        var span = Math.Max((double)Highs[^1] - Lows[0], float.Epsilon);
        double[] logs =
        [
            .. Enumerable
                .Range(0, Count)
                .Select(bin => (bin < Count - 1 ? Edge(bin + 1) : Highs[^1]) - (double)(bin > 0 ? Edge(bin) : Lows[0]))
                .Select(width => Math.Log(Math.Max(width / span, LeastWidth))),
        ];
        var mean = Shares() is { } shares ? logs.Zip(shares).Sum(bin => bin.First * bin.Second) : logs.Average();
        return Array.ConvertAll(logs, log => (float)(log - mean));
    }

    /// <summary>Returns the share of the training values in each bin; null without <see cref="Histogram"/>.</summary>
    internal double[]? Shares() =>
        Histogram is null
            ? null
            :
            [
                .. Enumerable
                    .Range(0, Count)
                    .Select(bin =>
                    {
                        var (first, end) = Intervals(Histogram, bin);
                        return SumOfShares(Histogram, first, end);
                    }),
            ];

    /// <summary>
    /// Returns a quantile of the training values of a bin, with as many decimals as they have. Without <see cref="Histogram"/>, the values
    /// are taken as uniform.
    /// </summary>
    /// <param name="bin">The number of the bin.</param>
    /// <param name="place">The place of the quantile, in [0, 1].</param>
    internal double Quantile(int bin, double place)
    {
        if (Histogram is { } histogram)
        {
            var (first, end) = Intervals(histogram, bin);
            var rest = place * SumOfShares(histogram, first, end);
            for (var i = first; i < end; i++)
            {
                double share = histogram.Shares[i];
                // The shares add up only up to rounding.
                if (rest < share || (i == end - 1 && share > 0))
                {
                    return Between(histogram.Lows[i], histogram.Highs[i], rest / share);
                }

                rest -= share;
            }
        }

        return Between(Lows[bin], Highs[bin], place);
    }

    /// <summary>Draws a bin, and then a number with the distribution of the training values in the bin.</summary>
    /// <param name="probabilities">The probability of each bin.</param>
    /// <param name="uniform">A uniform random number in [0, 1).</param>
    internal double Draw(ReadOnlySpan<float> probabilities, double uniform)
    {
        var rest = uniform;
        var bin = 0;
        // The probabilities add up to 1 only up to rounding.
        while (bin < Count - 1 && rest >= probabilities[bin])
        {
            rest -= probabilities[bin];
            bin++;
        }

        // The rest of a uniform number, relative to the bin's probability, is uniform again.
        return Quantile(bin, Math.Min(rest / Math.Max(probabilities[bin], double.Epsilon), 1));
    }

    /// <summary>Returns the closest multiple of <see cref="Step"/> with as many decimals as the training values have.</summary>
    internal double Round(double number)
    {
        if (Step is { } step)
        {
            var units = Math.Pow(10, Decimals!.Value);
            return Math.Round(number * units / step) * step / units;
        }

        return Decimals is { } decimals ? Math.Round(number, decimals) : number;
    }

    /// <summary>Returns the closest number of <see cref="Round"/> within the training range.</summary>
    internal float ToPossible(double number) => (float)Round(Math.Clamp(number, Lows[0], Highs[^1]));

    /// <summary>Returns what is wrong with the bins, or null.</summary>
    internal string? Complaint()
    {
        var isComplete = Count > 0 && Lows.Count == Count && Highs.Count == Count;
        if (!isComplete)
        {
            return "bins without as many lows, highs and means, at least one of each";
        }

        for (var i = 0; i < Count; i++)
        {
            var isOrdered =
                float.IsFinite(Lows[i])
                && float.IsFinite(Highs[i])
                && Lows[i] <= Means[i]
                && Means[i] <= Highs[i]
                && (i == 0 || Highs[i - 1] < Lows[i]);
            if (!isOrdered)
            {
                return FormattableString.Invariant($"bin {i} that is not ordered or not finite");
            }
        }

        return Decimals is not (null or (>= 0 and <= 6)) ? "bins with decimals outside 0 to 6"
            : Step is not null && (Step < 2 || Decimals is null) ? "bins with a step below 2 or without decimals"
            : Histogram?.Complaint();
    }

    private static double SumOfShares(ValueHistogram histogram, int first, int end)
    {
        var sum = 0.0;
        for (var i = first; i < end; i++)
        {
            sum += histogram.Shares[i];
        }

        return sum;
    }

    private float Edge(int bin)
    {
        // The sum of two large numbers is infinite. The result must lie above the value below, also where both are neighbors.
        var middle = (float)(((double)Highs[bin - 1] + Lows[bin]) / 2);
        return middle > Highs[bin - 1] ? middle : Lows[bin];
    }

    private (int First, int End) Intervals(ValueHistogram histogram, int bin) =>
        (
            bin == 0 ? 0 : histogram.FirstFrom(Edge(bin)),
            bin == Count - 1 ? histogram.Lows.Count : histogram.FirstFrom(Edge(bin + 1))
        );

    private double Between(float low, float high, double place) =>
        Round(low + (Math.Clamp(place, 0, 1) * ((double)high - low)));
}
