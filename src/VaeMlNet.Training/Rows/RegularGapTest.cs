namespace VaeMlNet;

/// <summary>Finds the channels that have a value in one of a few rows only, always as many rows apart, as those of sensors that report in turn.</summary>
/// <remarks>
/// Of such a channel, a window has either the odd or the even rows. A network tells the two kinds of windows apart, and learns nothing of the rows between: its
/// error there was 2 to 5 times that of a straight line (docs/guide/series.md).
/// </remarks>
internal sealed class RegularGapTest(int channelCount)
{
    // Half of the default window. Of values further apart, the line is no good guess of what is between.
    private const int MostDistance = 16;

    // Larger distances count as this one.
    private const int LongestDistance = 64;

    // A network learns the cells between from 6 % of other distances. Values that are missing in their turn make multiples.
    private const double LeastShare = 0.96;

    private const double LeastShareOfOne = 0.5;

    private readonly List<long[]> lastPlaces = []; // [C] of each series; -1 before the first value
    private readonly long[] distances = new long[channelCount * LongestDistance]; // [C, 1 to 64]

    /// <summary>Adds a row, in the order of time.</summary>
    /// <param name="number">The number of its series; a new one is the number of those so far.</param>
    /// <param name="place">The number of the row in its series.</param>
    /// <param name="row">The channels: float32 [C], NaN for missing ones.</param>
    public void Add(int number, long place, ReadOnlySpan<float> row)
    {
        if (number == lastPlaces.Count)
        {
            lastPlaces.Add([.. Enumerable.Repeat(-1L, channelCount)]);
        }

        var last = lastPlaces[number];
        for (var c = 0; c < row.Length; c++)
        {
            if (float.IsNaN(row[c]))
            {
                continue;
            }

            if (last[c] >= 0)
            {
                OfChannel(c)[(int)Math.Min(place - last[c], LongestDistance) - 1]++;
            }

            last[c] = place;
        }
    }

    /// <summary>Returns the distance of the values of each channel in rows, [C], 0 for other channels; null without such a channel.</summary>
    public IReadOnlyList<int>? Find()
    {
        int[] found = [.. Enumerable.Range(0, channelCount).Select(Find)];
        return found.Any(distance => distance > 0) ? found : null;
    }

    private int Find(int channel)
    {
        var counts = OfChannel(channel).ToArray();
        var all = counts.Sum();
        return Enumerable
            .Range(2, MostDistance - 1)
            .FirstOrDefault(distance =>
                counts[distance - 1] > LeastShareOfOne * all
                && counts.Where((_, i) => (i + 1) % distance == 0).Sum() >= LeastShare * all
            );
    }

    private Span<long> OfChannel(int channel) => distances.AsSpan(channel * LongestDistance, LongestDistance);
}
