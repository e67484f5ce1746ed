namespace VaeMlNet;

/// <summary>The way in which rows are added to the windows of their series.</summary>
/// <param name="Step">The name of the step in messages.</param>
/// <param name="Length">The number W of rows in a window.</param>
/// <param name="ChannelCount">The number C of channels.</param>
/// <param name="LongestGap">The longest time between two rows of one window; null for any.</param>
/// <param name="Units">The conversion of rows; null for rows as they are.</param>
/// <param name="Absent">The absent rows that windows have; null for none.</param>
internal sealed record WindowRules(
    string Step,
    int Length,
    int ChannelCount,
    double? LongestGap,
    ChannelUnits? Units,
    AbsentRows? Absent = null
)
{
    /// <summary>Returns a window without rows.</summary>
    public SlidingWindow NewWindow() => new(Length, ChannelCount, Units?.HasCounters == true);

    /// <summary>Adds the first row that is absent before a row, if there is one.</summary>
    /// <param name="window">The window.</param>
    /// <param name="name">The name of the series.</param>
    /// <param name="time">The time of the row; NaN without timestamps.</param>
    /// <returns>False if no row is absent.</returns>
    public bool AddAbsent(SlidingWindow window, ReadOnlySpan<char> name, double time)
    {
        if (!window.IsTimeOfLastRow || Absent?.FirstBetween(window.LastTime, time) is not { } first)
        {
            return false;
        }

        window.AddAbsent(first);
        Units?.ConvertLastRow(name, window, Absent.Step);
        return true;
    }

    /// <summary>Adds a row to the window of its series. A gap that is too long begins a new window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="name">The name of the series.</param>
    /// <param name="values">The channels: float32 [C].</param>
    /// <param name="time">The time of the row; NaN without timestamps.</param>
    /// <param name="row">The number of the row, for messages.</param>
    /// <returns>The number of absent rows that were removed, because they were late.</returns>
    /// <exception cref="InvalidOperationException">The row is earlier than the row before it in its series, or its time is infinite.</exception>
    public int Add(SlidingWindow window, ReadOnlySpan<char> name, ReadOnlySpan<float> values, double time, long row)
    {
        if (double.IsInfinity(time))
        {
            throw SeriesErrors.InfiniteTime(Step, row, name);
        }

        var passed = time - window.LastTime; // NaN without timestamps, and for the first row
        if (passed < 0)
        {
            throw SeriesErrors.Unordered(Step, row, name, window.LastTime, time);
        }

        if (passed > LongestGap)
        {
            window.Clear();
        }

        var lateCount = Absent is null ? 0 : window.RemoveLate(passed / Absent.Step);
        window.Add(values, time);
        Units?.ConvertLastRow(name, window, passed);
        return lateCount;
    }
}

/// <summary>The windows of all series of a view, while its rows are read in order.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="rules">How rows are added.</param>
internal sealed class SeriesWindows(WindowRules rules)
{
    private readonly Dictionary<string, (int Number, SlidingWindow Window)> all = new(StringComparer.Ordinal);

    /// <summary>Adds a row to its series, or the first row that is absent before it: the row is then to be added again.</summary>
    /// <returns>
    /// The window that ends with what was added, the number of its series, in the order of their first rows, and <see cref="AbsentRows.Mark"/> if the row is absent,
    /// or what <see cref="WindowRules.Add"/> returns.
    /// </returns>
    /// <inheritdoc cref="WindowRules.Add"/>
    public (int Number, SlidingWindow Window, int Absent) Add(
        ReadOnlySpan<char> name,
        ReadOnlySpan<float> values,
        double time,
        long row
    )
    {
        var names = all.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!names.TryGetValue(name, out var found))
        {
            found = (all.Count, rules.NewWindow());
            names[name] = found;
        }

        var absent = rules.AddAbsent(found.Window, name, time)
            ? AbsentRows.Mark
            : rules.Add(found.Window, name, values, time, row);
        return (found.Number, found.Window, absent);
    }
}
