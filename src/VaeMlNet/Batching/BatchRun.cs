namespace VaeMlNet;

/// <summary>One run of the graphs on a batch. The first thread that asks for it runs it; all others wait for its end.</summary>
/// <param name="batch">The batch.</param>
/// <param name="rowCount">The number of its rows.</param>
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
