namespace VaeMlNet;

/// <summary>The mean score of the full windows that contain a row, and its expected values in them, for the rows of one series.</summary>
/// <remarks>Memory: the last W rows.</remarks>
/// <param name="length">The number W of rows in a window.</param>
internal sealed class CoveringMeans(int length)
{
    // Rows that later windows contain, and the full windows that contain them.
    private readonly Queue<SeriesRowScore> rows = new();
    private readonly Queue<(long Place, float Score, float[]? OfChannels)> windows = new();
    private long lastPlace = -1;

    /// <summary>Gets the step that fills missing counters; null for none.</summary>
    public CounterFill? Fill { get; init; }

    /// <summary>Adds the next row with the score of the window that ends with it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="window">The expected values of the window, if the row has an expectation.</param>
    public void Add(SeriesRowScore row, WindowExpectation? window = null)
    {
        if (row.Place <= lastPlace)
        {
            FinishRows();
        }

        lastPlace = row.Place;
        rows.Enqueue(row);
        if (window is not null || row.OfRows is not null)
        {
            AddToRows(window, row.OfRows, isFirst: row.Place < length);
            row.OfRows = null;
        }

        if (row.Place < length - 1)
        {
            return;
        }

        windows.Enqueue((row.Place, row.Score, row.OfChannels));
        if (windows.Count > length)
        {
            windows.Dequeue();
        }

        // The first row that was given can be one in the middle of a series.
        if (rows.Peek().Place <= row.Place - (length - 1))
        {
            FinishFirst();
        }
    }

    /// <summary>Removes the last absent rows, because they came late, and the windows that contain them. Rows before them then stand behind them.</summary>
    /// <param name="count">The number of absent rows.</param>
    public void RemoveLate(int count)
    {
        var late = rows.Where(row => row.IsAbsent).TakeLast(count).ToHashSet();
        if (late.Count == 0)
        {
            return; // All rows before them have their results.
        }

        var first = late.Min(row => row.Place);
        Replace(rows, [.. rows.Where(row => !late.Contains(row))]);
        foreach (var row in rows.Where(row => row.Place < first))
        {
            row.Place += count;
        }

        Replace(windows, [.. windows.Where(of => of.Place < first).Select(of => of with { Place = of.Place + count })]);

        static void Replace<T>(Queue<T> all, T[] kept)
        {
            all.Clear();
            Array.ForEach(kept, all.Enqueue);
        }
    }

    /// <summary>Gives the remaining rows the mean of the windows that contain them, because the series ends.</summary>
    public void Finish()
    {
        FinishRows();
        Fill?.Finish();
    }

    private void FinishRows()
    {
        while (rows.Count > 0)
        {
            FinishFirst();
        }

        windows.Clear();
        lastPlace = -1;
    }

    /// <summary>Adds the expected values of the window that ends with the last row, and the contributions of its rows.</summary>
    /// <param name="window">The window, if the rows have expectations.</param>
    /// <param name="contributions">The contributions of the rows; null if nobody reads them.</param>
    /// <param name="isFirst">
    /// True if the window replaces those before: it is the first full one, or a longer part of a window in a series that is perhaps shorter.
    /// </param>
    private void AddToRows(WindowExpectation? window, float[]? contributions, bool isFirst)
    {
        foreach (var (place, row) in rows.Index())
        {
            var rowsBeforeTheLast = rows.Count - 1 - place;
            if (contributions is not null)
            {
                row.AddOwn(contributions[^(rowsBeforeTheLast + 1)], isFirst);
            }

            if (isFirst)
            {
                row.Expectation?.Clear();
            }

            window?.AddTo(row.Expectation!, rowsBeforeTheLast);
        }
    }

    private void FinishFirst()
    {
        var row = rows.Dequeue();
        row.IsFinal = true;
        Fill?.Add(row);
        while (windows.TryPeek(out var first) && first.Place < row.Place)
        {
            windows.Dequeue();
        }

        // A series that is shorter than a window has no full window: the score of the rows so far remains.
        if (windows.Count == 0)
        {
            return;
        }

        var (sum, count) = (0.0, 0);
        var channels = row.OfChannels is null ? null : new double[row.OfChannels.Length];
        foreach (var window in windows.TakeWhile(window => window.Place < row.Place + length))
        {
            count++;
            sum += window.Score;
            for (var c = 0; c < channels?.Length; c++)
            {
                channels[c] += window.OfChannels![c];
            }
        }

        row.IsOfFullWindows = true;
        row.Score = (float)(sum / count);
        row.OfChannels = channels is null ? null : [.. channels.Select(total => (float)(total / count))];
    }
}
