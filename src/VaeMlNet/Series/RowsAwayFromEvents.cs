namespace VaeMlNet;

/// <summary>Selects the rows of a series of which no window contains an event, such as rows that are labeled as anomalies.</summary>
/// <remarks>Memory: the last W rows.</remarks>
/// <param name="length">The number W of rows in a window.</param>
/// <param name="found">Receives the rows, in their order.</param>
internal sealed class RowsAwayFromEvents<T>(int length, Action<T> found)
{
    // A later event can be in their windows.
    private readonly Queue<(long Place, T Row)> waiting = new();
    private long lastPlace = -1;
    private long? lastEvent;

    /// <summary>Gets a value indicating whether the window that ends with the last row contains an event.</summary>
    public bool EndsWithEvent => lastPlace - lastEvent < length;

    /// <summary>Adds the next row.</summary>
    /// <param name="place">The number of the row since the series began or was interrupted.</param>
    /// <param name="row">The row.</param>
    /// <param name="isEvent">True if the row is an event.</param>
    public void Add(long place, T row, bool isEvent)
    {
        if (place <= lastPlace)
        {
            Finish();
            lastEvent = null;
        }

        lastPlace = place;
        Release(place - length);
        if (isEvent)
        {
            lastEvent = place;
            waiting.Clear();
        }
        else if (!EndsWithEvent)
        {
            waiting.Enqueue((place, row));
        }
    }

    /// <summary>Ends the series.</summary>
    public void Finish() => Release(lastPlace);

    private void Release(long lastReleased)
    {
        while (waiting.TryPeek(out var first) && first.Place <= lastReleased)
        {
            found(waiting.Dequeue().Row);
        }
    }
}
