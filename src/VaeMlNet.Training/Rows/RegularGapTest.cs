namespace VaeMlNet;

/// <summary>Finds the channels that have a value in one of a few rows only, always as many rows apart, as those of sensors that report in turn.</summary>
/// <remarks>
/// Of such a channel, a window has either the odd or the even rows. A network tells the two kinds of windows apart, and learns nothing of the rows between: its
/// error there was 2 to 5 times that of a straight line (docs/guide/series.md).
/// </remarks>
internal sealed class RegularGapTest(int channelCount)
{
    // Of values further apart, the line is no good guess of what is between.
    private const int MostDistance = 4;

    // A network learns the cells between from 6 % of other distances.
    private const double LeastShare = 0.96;

    private readonly List<long[]> lastPlaces = []; // [C] of each series; -1 before the first value
    private readonly long[] distances = new long[channelCount * (MostDistance + 1)]; // [C, 1 to 4 and more]

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
                OfChannel(c)[(int)Math.Min(place - last[c] - 1, MostDistance)]++;
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
        var counts = OfChannel(channel);
        long all = 0;
        foreach (var count in counts)
        {
            all += count;
        }

        for (var distance = 2; distance <= MostDistance; distance++)
        {
            if (all > 0 && counts[distance - 1] >= LeastShare * all)
            {
                return distance;
            }
        }

        return 0;
    }

    private Span<long> OfChannel(int channel) => distances.AsSpan(channel * (MostDistance + 1), MostDistance + 1);
}
