namespace VaeMlNet;

/// <summary>The last W rows of a series: its whole state in memory, float32 [W, C].</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SlidingWindow(int length, int channelCount)
{
    private readonly float[] rows = new float[length * channelCount];

    // The place of the next row: rows after it are older than rows before it.
    private int next;

    /// <summary>Gets the number of rows since the series began or was interrupted.</summary>
    public long RowCount { get; private set; }

    /// <summary>Gets the last known time of a row; NaN where no row had one.</summary>
    public double LastTime { get; private set; } = double.NaN;

    /// <summary>Gets or sets when the last row came, by the clock of this machine, in ticks of UTC.</summary>
    public long LastUse { get; set; }

    /// <summary>Adds a row, and forgets the oldest one if there are W already.</summary>
    /// <param name="values">The channels: float32 [C].</param>
    /// <param name="time">The time; NaN for directly after the row before, whose time it then has.</param>
    public void Add(ReadOnlySpan<float> values, double time)
    {
        values.CopyTo(rows.AsSpan(next * channelCount, channelCount));
        next = (next + 1) % length;
        RowCount++;
        LastTime = double.IsNaN(time) ? LastTime : time;
    }

    /// <summary>Returns a window with the same rows, which then change independently.</summary>
    public SlidingWindow Copy()
    {
        SlidingWindow copy = new(length, channelCount)
        {
            next = next,
            RowCount = RowCount,
            LastTime = LastTime,
            LastUse = LastUse,
        };
        rows.CopyTo(copy.rows, 0);
        return copy;
    }

    /// <summary>Forgets all rows, because the series was interrupted.</summary>
    public void Clear()
    {
        next = 0;
        RowCount = 0;
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
        writer.Write(LastUse);
        Span<float> window = new float[rows.Length];
        CopyTo(window);
        foreach (var value in window[^((int)Math.Min(RowCount, length) * channelCount)..])
        {
            writer.Write(value);
        }
    }

    /// <summary>Reads a state that <see cref="Write"/> wrote for the same W and C.</summary>
    public static SlidingWindow Read(BinaryReader reader, int length, int channelCount)
    {
        var window = new SlidingWindow(length, channelCount)
        {
            RowCount = reader.ReadInt64(),
            LastTime = reader.ReadDouble(),
            LastUse = reader.ReadInt64(),
        };
        if (window.RowCount < 0)
        {
            throw new InvalidDataException("a series has a negative number of rows");
        }

        var known = (int)Math.Min(window.RowCount, length);
        for (var i = 0; i < known * channelCount; i++)
        {
            window.rows[i] = reader.ReadSingle();
        }

        window.next = known % length;
        return window;
    }
}
