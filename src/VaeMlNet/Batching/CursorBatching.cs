namespace VaeMlNet;

/// <summary>The sizes of the batches of a cursor, the memory for them, and the threads that run them.</summary>
/// <param name="Capacity">The number of rows of a batch.</param>
/// <param name="IsOneOfSeveral">True if several cursors share the rows of the view.</param>
internal sealed record CursorBatching(int Capacity, bool IsOneOfSeveral)
{
    /// <summary>The largest number of bytes of the batches in memory, unless two of them are larger.</summary>
    private const long LargestMemory = 128 << 20;

    /// <summary>Gets the largest number of batches in memory: one is served, and the others wait, run or have run.</summary>
    public int BufferCount { get; private init; } = 1;

    /// <summary>Gets the number of threads of the pool that run batches.</summary>
    public int WorkerCount { get; private init; }

    /// <summary>Gets a value indicating whether the reading thread also runs batches instead of waiting for those of others.</summary>
    public bool ReaderRuns { get; private init; }

    /// <summary>Chooses the sizes for a cursor.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="rowCount">The number of rows of the view; null if it is unknown.</param>
    /// <param name="cursorCount">The number of cursors that share the rows.</param>
    public static CursorBatching Choose(BatchedOnnxStep step, StepSessions sessions, long? rowCount, int cursorCount)
    {
        // A batch never has more rows than the data.
        var rows = Math.Max(1, rowCount ?? long.MaxValue);
        var capacity = sessions.IsRowByRow ? 1 : (int)Math.Min(rows, step.BatchSize);
        var batching = new CursorBatching(capacity, cursorCount > 1);
        // Several cursors are read by several threads, which share the processors.
        var runsAtOnce = sessions.RunsAtOnce / cursorCount;
        var needsWorkers = runsAtOnce > 1 || (cursorCount == 1 && sessions.RunBesideTheCaller);
        // A batch of one row is not worth the exchange between threads.
        if (!needsWorkers || capacity == 1 || rows <= capacity)
        {
            return batching;
        }

        var readerRuns = runsAtOnce > 1 && !sessions.RunBesideTheCaller;
        // While the reader runs a batch, each worker ends one and begins another.
        var wanted = readerRuns ? 3 * runsAtOnce : 1 + Math.Max(1, runsAtOnce);
        var fitting = LargestMemory / (capacity * step.BytesOfRow);
        var bufferCount = (int)Math.Min(Math.Clamp(fitting, 2, wanted), ((rows - 1) / capacity) + 1);
        return batching with
        {
            BufferCount = bufferCount,
            WorkerCount = Math.Clamp(readerRuns ? runsAtOnce - 1 : runsAtOnce, 1, bufferCount - 1),
            ReaderRuns = readerRuns,
        };
    }
}
