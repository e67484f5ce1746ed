namespace VaeMlNet;

/// <summary>Finds the channels of time series that are counters: numbers that only rise, and begin again from a small one after a reset.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class CounterTest(int channelCount)
{
    // Fewer rises happen by chance, or are steps of a level.
    private const int FewestRises = 20;

    // A value that falls more often is no counter that is reset, but one with a course.
    private const int LeastRisesForFall = 100;

    // After a reset, a counter is much smaller than before.
    private const double MostAfterReset = 0.5;

    // A number that rises in one part of time only is a level.
    private const double MostStill = 1.0 / 3;

    private readonly List<OfSeries> series = [];

    /// <summary>Adds a row, in the order of time.</summary>
    /// <param name="number">The number of its series; a new one is the number of those so far.</param>
    /// <param name="row">The channels: float32 [C], NaN for missing ones.</param>
    public void Add(int number, ReadOnlySpan<float> row)
    {
        if (number == series.Count)
        {
            series.Add(new(channelCount));
        }

        series[number].Add(row);
    }

    /// <summary>Returns whether each channel is a counter, bool [C].</summary>
    public bool[] Find() => [.. Enumerable.Range(0, channelCount).Select(IsCounter)];

    private bool IsCounter(int channel)
    {
        if (series.Any(s => s.HasCourse[channel]))
        {
            return false;
        }

        // A series in which nothing is counted says nothing.
        var counting = series.Where(s => s.Rises[channel] > 0).ToArray();
        var rises = counting.Sum(s => s.Rises[channel]);
        return rises >= Math.Max(FewestRises, LeastRisesForFall * series.Sum(s => s.Falls[channel]))
            && counting.Sum(s => s.LongestStill[channel]) <= MostStill * counting.Sum(s => s.Steps[channel]);
    }

    private sealed class OfSeries
    {
        private readonly float[] last;
        private readonly long[] still;

        public OfSeries(int channelCount)
        {
            last = new float[channelCount];
            Array.Fill(last, float.NaN);
            still = new long[channelCount];
            Steps = new long[channelCount];
            Rises = new long[channelCount];
            Falls = new long[channelCount];
            LongestStill = new long[channelCount];
            HasCourse = new bool[channelCount];
        }

        /// <summary>Gets the number of steps between known values.</summary>
        public long[] Steps { get; }

        public long[] Rises { get; }

        public long[] Falls { get; }

        /// <summary>Gets the largest number of steps in a row that are not rises.</summary>
        public long[] LongestStill { get; }

        /// <summary>Gets whether a value was below 0, or fell without a reset.</summary>
        public bool[] HasCourse { get; }

        public void Add(ReadOnlySpan<float> row)
        {
            for (var c = 0; c < row.Length; c++)
            {
                if (!float.IsNaN(row[c]))
                {
                    Add(c, row[c]);
                }
            }
        }

        private void Add(int c, float value)
        {
            var before = last[c];
            last[c] = value;
            HasCourse[c] |= value < 0;
            if (float.IsNaN(before))
            {
                return;
            }

            Steps[c]++;
            if (value > before)
            {
                Rises[c]++;
                still[c] = 0;
                return;
            }

            still[c]++;
            LongestStill[c] = Math.Max(LongestStill[c], still[c]);
            if (value < before)
            {
                Falls[c]++;
                HasCourse[c] |= value > MostAfterReset * before;
            }
        }
    }
}
