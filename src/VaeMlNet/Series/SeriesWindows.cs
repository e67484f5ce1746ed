namespace VaeMlNet;

/// <summary>The windows of all series of a view, while its rows are read in order.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="step">The name of the step in messages.</param>
/// <param name="length">The number W of rows in a window.</param>
/// <param name="channelCount">The number C of channels.</param>
/// <param name="longestGap">The longest time between two rows of one window; null for any.</param>
internal sealed class SeriesWindows(string step, int length, int channelCount, double? longestGap)
{
    private readonly Dictionary<string, (int Number, SlidingWindow Window)> all = new(StringComparer.Ordinal);

    /// <summary>Adds a row to its series.</summary>
    /// <param name="name">The name of the series.</param>
    /// <param name="values">The channels: float32 [C].</param>
    /// <param name="time">The time of the row; NaN without timestamps.</param>
    /// <param name="row">The number of the row, for messages.</param>
    /// <returns>The window that ends with the row, and the number of its series, in the order of their first rows.</returns>
    /// <exception cref="InvalidOperationException">The row is earlier than the row before it in its series, or its time is infinite.</exception>
    public (int Number, SlidingWindow Window) Add(
        ReadOnlySpan<char> name,
        ReadOnlySpan<float> values,
        double time,
        long row
    )
    {
        var names = all.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!names.TryGetValue(name, out var found))
        {
            found = (all.Count, new(length, channelCount));
            names[name] = found;
        }

        Add(step, found.Window, values, time, longestGap, name, row);
        return found;
    }

    /// <summary>Adds a row to the window of its series. A gap that is too long begins a new window.</summary>
    /// <exception cref="InvalidOperationException">The row is earlier than the row before it, or its time is infinite.</exception>
    public static void Add(
        string step,
        SlidingWindow window,
        ReadOnlySpan<float> values,
        double time,
        double? longestGap,
        ReadOnlySpan<char> name,
        long row
    )
    {
        if (double.IsInfinity(time))
        {
            throw SeriesErrors.InfiniteTime(step, row, name);
        }

        var passed = time - window.LastTime; // NaN without timestamps, and for the first row
        if (passed < 0)
        {
            throw SeriesErrors.Unordered(step, row, name, window.LastTime, time);
        }

        if (passed > longestGap)
        {
            window.Clear();
        }

        window.Add(values, time);
    }
}
