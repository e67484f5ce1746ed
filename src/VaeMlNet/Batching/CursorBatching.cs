namespace VaeMlNet;

/// <summary>The sizes of the batches of a cursor, the memory for them, and the threads that run them.</summary>
/// <param name="Capacity">The number of rows of a batch.</param>
internal sealed record CursorBatching(int Capacity)
{
    /// <summary>The largest number of bytes of the batches in memory, unless two of them are larger.</summary>
    private const long LargestMemory = 128 << 20;

    /// <summary>Gets the largest number of batches in memory: one is served, and the others wait, run or have run.</summary>
    public int BufferCount { get; init; } = 1;

    /// <summary>Gets the number of threads of the pool that run batches.</summary>
    public int WorkerCount { get; init; }

    /// <summary>Gets a value indicating whether the reading thread also runs batches instead of waiting for those of others.</summary>
    public bool ReaderRuns { get; init; }

    /// <summary>Chooses the sizes for a cursor.</summary>
    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="rowCount">The number of rows of the view; null if it is unknown.</param>
    /// <param name="cursorCount">The number of cursors that share the rows.</param>
    public static CursorBatching Choose(BatchedOnnxStep step, StepSessions sessions, long? rowCount, int cursorCount)
    {
        if (sessions.IsRowByRow)
        {
            return new(1);
        }

        return Choose(step, sessions.RunsAtOnce, sessions.RunBesideTheCaller, rowCount, cursorCount);
    }

    /// <inheritdoc cref="Choose(BatchedOnnxStep, StepSessions, long?, int)"/>
    /// <param name="step">The step.</param>
    /// <param name="runsAtOnce">The number of runs at the same time for all cursors.</param>
    /// <param name="sharesRuns">True if a run uses other threads or another device.</param>
    /// <param name="rowCount">The number of rows of the view; null if it is unknown.</param>
    /// <param name="cursorCount">The number of cursors that share the rows.</param>
    public static CursorBatching Choose(
        BatchedOnnxStep step,
        int runsAtOnce,
        bool sharesRuns,
        long? rowCount,
        int cursorCount
    )
    {
        // A batch never has more rows than the data.
        var rows = Math.Max(1, rowCount ?? long.MaxValue);
        var capacity = (int)Math.Min(rows, step.BatchSize);
        var batching = new CursorBatching(capacity);
        // Several cursors are read by several threads, which share the processors.
        var runsOfCursor = runsAtOnce / cursorCount;
        var needsWorkers = runsOfCursor > 1 || (cursorCount == 1 && sharesRuns);
        // A batch of one row is not worth the exchange between threads.
        if (!needsWorkers || capacity == 1 || rows <= capacity)
        {
            return batching;
        }

        // While the reader runs a batch, each worker ends one and begins another. More batches leave the caches before they are run.
        var wanted = sharesRuns ? 1 + Math.Max(1, runsOfCursor) : 2 * runsOfCursor;
        var fitting = LargestMemory / (capacity * step.BytesOfRow);
        var bufferCount = (int)Math.Min(Math.Clamp(fitting, 2, wanted), ((rows - 1) / capacity) + 1);
        return batching with
        {
            BufferCount = bufferCount,
            WorkerCount = Math.Clamp(sharesRuns ? runsOfCursor : runsOfCursor - 1, 1, bufferCount - 1),
            ReaderRuns = !sharesRuns,
        };
    }
}
