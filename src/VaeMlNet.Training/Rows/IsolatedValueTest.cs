namespace VaeMlNet;

/// <summary>Finds values of channels that are far outside all others, at one time only: a sensor without contact, or a reading of 9,831 mm of rain.</summary>
/// <remarks>
/// Values are isolated as <see cref="IsolatedEnd"/> says, in at most 0.1 percent of the rows, or two of fewer. What comes again more than 100 rows later
/// belongs to the channel, such as the peak of a job that runs every night. Not thread-safe.
/// </remarks>
internal sealed class IsolatedValueTest
{
    // Of fewer values, the others show no range.
    private const long FewestValues = 50;
    private const double LargestShare = 0.001;
    private const int Few = 2;

    // For both ends of all channels together; what it gives for few values is in docs/theory.md.
    private const double ProbabilityByChance = 0.005;

    // Rows that are nearer to each other are of one time.
    private const long RowsOfTime = 100;

    private readonly Channel[] channels;

    /// <param name="channelCount">The number C of channels.</param>
    /// <param name="mostValues">The most values at one end that can be isolated. Memory: twice as many of each channel.</param>
    public IsolatedValueTest(int channelCount, int mostValues = 200)
    {
        channels = new Channel[channelCount];
        for (var c = 0; c < channelCount; c++)
        {
            channels[c] = new(mostValues, ProbabilityByChance / (2 * channelCount));
        }
    }

    /// <summary>Returns how many of some values can be isolated.</summary>
    public static long MostOf(long count) => Math.Max((long)(count * LargestShare), Few);

    /// <summary>Adds a row, in the order of time.</summary>
    /// <param name="series">The number of its series.</param>
    /// <param name="number">The number of the row in its series.</param>
    /// <param name="row">The channels: float32 [C], NaN for missing ones.</param>
    public void Add(int series, long number, ReadOnlySpan<float> row)
    {
        for (var c = 0; c < row.Length; c++)
        {
            if (!float.IsNaN(row[c]))
            {
                channels[c].Add(new(row[c], series, number));
            }
        }
    }

    /// <summary>Returns for each channel the range of the values that are not isolated, [C]; null if no value is.</summary>
    public IReadOnlyList<UsualValues>? Find()
    {
        UsualValues[] found = [.. channels.Select(channel => channel.Find())];
        return found.Any(usual => usual.IsolatedCount > 0) ? found : null;
    }

    private readonly record struct Value(float Number, int Series, long Row);

    private sealed class Channel(int mostValues, double probability)
    {
        private readonly PriorityQueue<Value, float> largest = new(); // the smallest of them first
        private readonly PriorityQueue<Value, float> smallest = new(); // by the negative number
        private long count;

        public void Add(Value value)
        {
            count++;
            Keep(largest, value, value.Number);
            Keep(smallest, value, -value.Number);
        }

        private void Keep(PriorityQueue<Value, float> kept, Value value, float priority)
        {
            if (kept.Count <= mostValues)
            {
                kept.Enqueue(value, priority);
            }
            else if (kept.TryPeek(out _, out var least) && priority > least)
            {
                kept.EnqueueDequeue(value, priority);
            }
        }

        public UsualValues Find()
        {
            if (count < FewestValues)
            {
                return UsualValues.All;
            }

            Value[] high = [.. largest.UnorderedItems.Select(item => item.Element).OrderByDescending(v => v.Number)];
            Value[] low = [.. smallest.UnorderedItems.Select(item => item.Element).OrderBy(v => v.Number)];
            double[] highest = [.. high.Select(value => (double)value.Number)];
            double[] lowest = [.. low.Select(value => (double)value.Number)];
            var most = (int)Math.Min(MostOf(count), mostValues);
            var (above, below) = (0, 0); // isolated values at both ends
            for (var before = -1; before != above + below; )
            {
                before = above + below;
                above = Math.Max(above, IsolatedEnd.Count(highest, lowest[below], most - below, count, probability));
                below = Math.Max(below, IsolatedEnd.Count(lowest, highest[above], most - above, count, probability));
            }

            return above + below > 0 && AreOfOneTime([.. high[..above], .. low[..below]])
                ? new(low[below].Number, high[above].Number, above + below)
                : UsualValues.All;
        }

        private static bool AreOfOneTime(IEnumerable<Value> values)
        {
            Value[] inOrder = [.. values.OrderBy(value => value.Series).ThenBy(value => value.Row)];
            return inOrder
                .Zip(inOrder.Skip(1))
                .All(pair => pair.First.Series == pair.Second.Series && pair.Second.Row - pair.First.Row <= RowsOfTime);
        }
    }
}
