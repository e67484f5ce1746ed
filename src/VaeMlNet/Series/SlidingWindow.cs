namespace VaeMlNet;

/// <summary>The last W rows of a series, float32 [W, C], and the last values of its counters: its whole state in memory.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SlidingWindow
{
    private readonly int length;
    private readonly int channelCount;
    private readonly float[] rows;
    private readonly bool[] areAbsent;
    private int absentCount;

    // The time in steps by which rows came earlier than steps after an absent one, at most 0.
    private double lead;

    // The place of the next row: rows after it are older than rows before it.
    private int next;

    public SlidingWindow(int length, int channelCount, bool hasCounters = false)
    {
        this.length = length;
        this.channelCount = channelCount;
        rows = new float[length * channelCount];
        areAbsent = new bool[length];
        Counts = hasCounters ? new CountedChannel[channelCount] : [];
        Counts.AsSpan().Fill(CountedChannel.Unknown);
    }

    /// <summary>Gets the number of rows since the series began or was interrupted.</summary>
    public long RowCount { get; private set; }

    /// <summary>Gets the last known time of a row; NaN where no row had one.</summary>
    public double LastTime { get; private set; } = double.NaN;

    /// <summary>Gets a value indicating whether <see cref="LastTime"/> is the time of the last row, and not of one before it.</summary>
    public bool IsTimeOfLastRow { get; private set; }

    /// <summary>Gets or sets when the last row came, by the clock of this machine, in ticks of UTC.</summary>
    public long LastUse { get; set; }

    /// <summary>Gets what is known of each channel that is a counter; empty if no channel is one.</summary>
    public CountedChannel[] Counts { get; }

    /// <summary>Gets the last row, which can be changed: float32 [C].</summary>
    public Span<float> LastRow => RowBefore(0);

    /// <summary>Adds a row, and forgets the oldest one if there are W already.</summary>
    /// <param name="values">The channels: float32 [C].</param>
    /// <param name="time">The time; NaN for directly after the row before, whose time it then has.</param>
    public void Add(ReadOnlySpan<float> values, double time)
    {
        values.CopyTo(rows.AsSpan(next * channelCount, channelCount));
        absentCount -= areAbsent[next] ? 1 : 0;
        areAbsent[next] = false;
        next = (next + 1) % length;
        RowCount++;
        IsTimeOfLastRow = !double.IsNaN(time);
        LastTime = IsTimeOfLastRow ? time : LastTime;
    }

    /// <summary>Adds an absent row, without values.</summary>
    /// <param name="time">The time that it would have.</param>
    public void AddAbsent(double time)
    {
        rows.AsSpan(next * channelCount, channelCount).Fill(float.NaN);
        Add(rows.AsSpan(next * channelCount, channelCount), time);
        areAbsent[PlaceBefore(0)] = true;
        absentCount++;
    }

    /// <summary>
    /// Removes absent rows that came late: a row that follows earlier than after a step makes up for the last one, and one that follows at once for its whole gap,
    /// after which several rows come together. Rows before the gap then stand behind it, and the oldest ones are missing.
    /// </summary>
    /// <param name="steps">The time from the last row to the next one in usual steps; NaN without timestamps.</param>
    /// <returns>The number of removed rows.</returns>
    public int RemoveLate(double steps)
    {
        lead = absentCount == 0 || double.IsNaN(steps) ? 0 : Math.Min(lead + steps - 1, 0);
        if (lead >= -AbsentRows.LargestLead)
        {
            return 0;
        }

        var known = (int)Math.Min(RowCount, length);
        var after = 0;
        while (!areAbsent[PlaceBefore(after)])
        {
            after++;
        }

        var count = 1;
        while (steps < AbsentRows.StepsOfBunch && after + count < known && areAbsent[PlaceBefore(after + count)])
        {
            count++;
        }

        lead = Math.Min(lead + count, 0);
        absentCount -= count;
        for (var back = after; back < known; back++)
        {
            var isOlder = back + count < known;
            areAbsent[PlaceBefore(back)] = isOlder && areAbsent[PlaceBefore(back + count)];
            if (isOlder)
            {
                RowBefore(back + count).CopyTo(RowBefore(back));
            }
            else
            {
                RowBefore(back).Fill(float.NaN);
            }
        }

        return count;
    }

    /// <summary>Fills missing cells on a straight line between the last row and the one that is as many rows before as a channel's values are apart.</summary>
    /// <param name="distances">The distances, [C]; 0 for channels that remain as they are.</param>
    public void FillGaps(IReadOnlyList<int> distances)
    {
        for (var c = 0; c < channelCount; c++)
        {
            var distance = distances[c];
            if (distance >= Math.Min(RowCount, length) || float.IsNaN(LastRow[c] - RowBefore(distance)[c]))
            {
                continue;
            }

            for (var back = 1; back < distance; back++)
            {
                ref var cell = ref RowBefore(back)[c];
                cell = float.IsNaN(cell)
                    ? float.Lerp(LastRow[c], RowBefore(distance)[c], (float)back / distance)
                    : cell;
            }
        }
    }

    private Span<float> RowBefore(int count) => rows.AsSpan(PlaceBefore(count) * channelCount, channelCount);

    private int PlaceBefore(int count) => (next + (2 * length) - 1 - count) % length;

    /// <summary>Returns a window with the same rows, which then change independently.</summary>
    public SlidingWindow Copy()
    {
        SlidingWindow copy = new(length, channelCount, Counts.Length > 0)
        {
            next = next,
            RowCount = RowCount,
            LastTime = LastTime,
            IsTimeOfLastRow = IsTimeOfLastRow,
            LastUse = LastUse,
            absentCount = absentCount,
            lead = lead,
        };
        rows.CopyTo(copy.rows, 0);
        areAbsent.CopyTo(copy.areAbsent, 0);
        Counts.CopyTo(copy.Counts, 0);
        return copy;
    }

    /// <summary>Forgets all rows, because the series was interrupted.</summary>
    public void Clear()
    {
        next = 0;
        RowCount = 0;
        absentCount = 0;
        Array.Clear(areAbsent);
        Counts.AsSpan().Fill(CountedChannel.Unknown);
    }

    /// <summary>Copies the window, the oldest row first. Places before the first row are NaN.</summary>
    public void CopyTo(Span<float> window)
    {
        var known = (int)Math.Min(RowCount, length) * channelCount;
        window[..^known].Fill(float.NaN);
        var places = window[^known..];
        // A window with all rows begins at the oldest one; before that, the rows stand from the beginning.
        var oldest = known == rows.Length ? next * channelCount : 0;
        rows.AsSpan(oldest, known - oldest).CopyTo(places);
        rows.AsSpan(0, oldest).CopyTo(places[(known - oldest)..]);
    }

    /// <summary>Writes the state.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(RowCount);
        writer.Write(LastTime);
        writer.Write(IsTimeOfLastRow);
        writer.Write(LastUse);
        writer.Write(lead);
        foreach (var count in Counts)
        {
            writer.Write(count.Last);
            writer.Write(count.StepsSince);
        }

        Span<float> window = new float[rows.Length];
        CopyTo(window);
        var known = (int)Math.Min(RowCount, length);
        foreach (var value in window[^(known * channelCount)..])
        {
            writer.Write(value);
        }

        for (var back = known - 1; back >= 0; back--)
        {
            writer.Write(areAbsent[PlaceBefore(back)]);
        }
    }

    /// <summary>Reads a state that <see cref="Write"/> wrote into a window without rows of the same model.</summary>
    public void Read(BinaryReader reader)
    {
        RowCount = reader.ReadInt64();
        LastTime = reader.ReadDouble();
        IsTimeOfLastRow = reader.ReadBoolean();
        LastUse = reader.ReadInt64();
        lead = reader.ReadDouble();
        if (RowCount < 0)
        {
            throw new InvalidDataException("a series has a negative number of rows");
        }

        for (var c = 0; c < Counts.Length; c++)
        {
            Counts[c] = new(reader.ReadSingle(), reader.ReadSingle());
        }

        var known = (int)Math.Min(RowCount, length);
        for (var i = 0; i < known * channelCount; i++)
        {
            rows[i] = reader.ReadSingle();
        }

        for (var i = 0; i < known; i++)
        {
            areAbsent[i] = reader.ReadBoolean();
            absentCount += areAbsent[i] ? 1 : 0;
        }

        next = known % length;
    }
}

/// <summary>The last known value of a counter, and what its increase in the last row is counted from.</summary>
/// <param name="last">The last known value; NaN before the first one.</param>
/// <param name="stepsSince">The time since that value, in usual steps.</param>
internal struct CountedChannel(float last, float stepsSince)
{
    /// <summary>Gets the state before the first value.</summary>
    public static CountedChannel Unknown => new(float.NaN, 0);

    /// <summary>Gets the last known value; NaN before the first one.</summary>
    public float Last { get; private set; } = last;

    /// <summary>Gets the time since <see cref="Last"/>, in usual steps.</summary>
    public float StepsSince { get; private set; } = stepsSince;

    /// <summary>Gets the value from which the increase in the last row is counted: the last known one before, or 0 after a reset.</summary>
    public float Origin { get; private set; } = float.NaN;

    /// <summary>Gets the time in which the counter increased, in usual steps.</summary>
    public float Steps { get; private set; } = 1;

    /// <summary>Adds the value of the next row, and returns the increase in a usual step; NaN if the value or all before are not known.</summary>
    /// <param name="value">The value; NaN where it is missing.</param>
    /// <param name="steps">The time since the row before, in usual steps.</param>
    public double Add(float value, double steps)
    {
        Steps = StepsSince + (float)steps;
        // A counter that falls was reset, and counts from 0 again.
        Origin = value < Last ? 0 : Last;
        (Last, StepsSince) = float.IsNaN(value) ? (Last, Steps) : (value, 0);
        return ((double)value - Origin) / Steps;
    }
}
