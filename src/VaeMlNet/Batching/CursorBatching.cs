namespace VaeMlNet;

/// <summary>The sizes of the batches of a cursor, and of the memory for them.</summary>
/// <param name="Capacity">The number of rows of a batch.</param>
/// <param name="BufferCount">The largest number of batches in memory: the one that is served, and those that run or wait.</param>
/// <param name="RunsAtOnce">The number of batches that run at the same time.</param>
/// <param name="IsOneOfSeveral">True if several cursors share the rows of the view.</param>
internal sealed record CursorBatching(int Capacity, int BufferCount, int RunsAtOnce, bool IsOneOfSeveral)
{
    /// <summary>The largest number of bytes of the batches in memory, unless two of them are larger.</summary>
    private const long LargestMemory = 256 << 20;

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
        var batchCount = ((rows - 1) / capacity) + 1;
        // Several cursors are read by several threads, which share the processors.
        var atOnce = (int)Math.Clamp(sessions.RunsAtOnce / cursorCount, 1, batchCount);
        // A batch of one row is not worth the exchange between threads.
        var runsAhead =
            capacity > 1 && batchCount > 1 && (atOnce > 1 || (cursorCount == 1 && sessions.RunBesideTheCaller));
        if (!runsAhead)
        {
            return new(capacity, 1, 1, cursorCount > 1);
        }

        // One batch is served, one waits so that a thread that ends its run finds the next one.
        var wanted = atOnce == 1 ? 2 : atOnce + 2;
        var fitting = LargestMemory / Math.Max(1, capacity * step.BytesOfRow);
        var bufferCount = (int)Math.Min(Math.Clamp(fitting, 2, wanted), batchCount);
        return new(capacity, bufferCount, Math.Min(atOnce, bufferCount), cursorCount > 1);
    }

    /// <summary>Gets the batching of a cursor that runs no graph: it serves each row as it is read.</summary>
    public static CursorBatching None(int cursorCount) => new(1, 1, 1, cursorCount > 1);
}
