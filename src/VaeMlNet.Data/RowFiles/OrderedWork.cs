namespace VaeMlNet.Data;

/// <summary>Work on items by all processors, whose results are used in the order of the items.</summary>
internal static class OrderedWork
{
    // Enough that the processors have work while the result of a slow item is awaited.
    private const int ItemsPerProcessor = 2;

    /// <summary>Works on all items.</summary>
    /// <param name="items">The items. They are enumerated by the calling thread, a few ahead of the results.</param>
    /// <param name="work">Returns the result of an item. Called by several threads at once.</param>
    /// <param name="use">Uses a result. Called by the calling thread.</param>
    /// <param name="cancellationToken">Checked before each result.</param>
    /// <remarks>When it returns or throws, no work is in progress.</remarks>
    public static void Run<TItem, TResult>(
        IEnumerable<TItem> items,
        Func<TItem, TResult> work,
        Action<TResult> use,
        CancellationToken cancellationToken
    )
    {
        var most = ItemsPerProcessor * Environment.ProcessorCount;
        Queue<Task<TResult>> running = new();
        using var next = items.GetEnumerator();
        try
        {
            for (var hasNext = next.MoveNext(); hasNext || running.Count > 0; )
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!hasNext || running.Count == most)
                {
                    use(running.Dequeue().GetAwaiter().GetResult());
                    continue;
                }

                var item = next.Current;
                hasNext = next.MoveNext();
                if (hasNext || running.Count > 0)
                {
                    running.Enqueue(Task.Run(() => work(item), CancellationToken.None));
                }
                else
                {
                    // A thread for a single item would only take time to start.
                    use(work(item));
                }
            }
        }
        finally
        {
            Task.WhenAll(running).ContinueWith(_ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }
}
