namespace VaeMlNet;

/// <summary>Runs batches in the order in which they were added, on some threads of the pool.</summary>
/// <remarks>
/// Thread-safe. A thread returns to the pool as soon as no batch waits. The thread that needs a batch runs it itself if no thread of the pool has
/// begun, so that nobody waits for a pool whose threads are all in use.
/// </remarks>
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

/// <summary>One run of the graphs on a batch. The first thread that asks for it runs it; all others wait for its end.</summary>
internal sealed class BatchRun(StepBatch batch, int rowCount)
{
    private readonly TaskCompletionSource end = new();
    private int isTaken;

    public bool HasEnded => end.Task.IsCompleted;

    /// <summary>Runs the batch on the calling thread, unless a thread took it before. Errors are kept for <see cref="Wait"/>.</summary>
    public void TryRun()
    {
        if (Interlocked.Exchange(ref isTaken, 1) != 0)
        {
            return;
        }

        try
        {
            batch.Run(rowCount);
            end.SetResult();
        }
        catch (Exception e)
        {
            end.SetException(e);
            _ = end.Task.Exception; // seen, even if nobody reads the values
        }
    }

    /// <summary>Returns when the batch has run. Throws the error of the run each time.</summary>
    public void Wait()
    {
        TryRun();
        end.Task.GetAwaiter().GetResult();
    }

    /// <summary>Prevents the run, or waits for its end if it has begun.</summary>
    public void Cancel()
    {
        if (Interlocked.Exchange(ref isTaken, 1) == 0)
        {
            end.SetCanceled();
        }

        end.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
    }
}
