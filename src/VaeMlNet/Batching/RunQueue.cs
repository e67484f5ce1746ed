namespace VaeMlNet;

/// <summary>Runs batches in the order in which they were added, on some threads of the pool.</summary>
/// <remarks>
/// Thread-safe. A thread returns to the pool as soon as no batch waits. The thread that needs a batch runs it itself if no thread of the pool has
/// begun, so that nobody waits for a pool whose threads are all in use.
/// </remarks>
/// <param name="threadCount">The largest number of threads.</param>
internal sealed class RunQueue(int threadCount)
{
    private readonly Lock gate = new();
    private readonly Queue<BatchRun> waiting = new();
    private int working;

    public void Add(BatchRun run)
    {
        lock (gate)
        {
            waiting.Enqueue(run);
            if (working == threadCount)
            {
                return;
            }

            working++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Work(), this, preferLocal: false);
    }

    /// <summary>Takes the next batch, for the calling thread to run; null if none waits.</summary>
    public BatchRun? TryTake()
    {
        lock (gate)
        {
            return waiting.TryDequeue(out var run) ? run : null;
        }
    }

    private void Work()
    {
        while (TakeOrLeave() is { } run)
        {
            run.TryRun();
        }
    }

    private BatchRun? TakeOrLeave()
    {
        lock (gate)
        {
            if (waiting.TryDequeue(out var run))
            {
                return run;
            }

            working--;
            return null;
        }
    }
}
