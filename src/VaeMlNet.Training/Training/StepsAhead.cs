using System.Collections.Concurrent;

namespace VaeMlNet;

/// <summary>Prepares the rows of training steps on another thread, a few steps ahead, so that a GPU, or the thread of small steps, need not wait for them.</summary>
/// <remarks>The rows are the same as without it, because one thread prepares them in order.</remarks>
internal sealed class StepsAhead : IDisposable
{
    private const int MostWaiting = 2;

    private readonly BlockingCollection<StepRows> ready = new(MostWaiting);
    private readonly CancellationTokenSource stop = new();
    private readonly Task preparation;

    /// <summary>Begins to prepare.</summary>
    /// <param name="batchSizes">The numbers of rows of the steps.</param>
    /// <param name="prepare">Prepares a step with a number of rows. Its tensors must belong to no dispose scope.</param>
    public StepsAhead(IEnumerable<long> batchSizes, Func<long, StepRows> prepare)
    {
        var isSingleThreaded = SingleThreadedOperators.IsActive;
        preparation = Task.Run(() =>
        {
            using var singleThreaded = SingleThreadedOperators.BeginIf(isSingleThreaded);
            try
            {
                foreach (var size in batchSizes)
                {
                    stop.Token.ThrowIfCancellationRequested();
                    var rows = prepare(size);
                    try
                    {
                        ready.Add(rows, stop.Token);
                    }
                    catch
                    {
                        rows.Dispose();
                        throw;
                    }
                }
            }
            finally
            {
                ready.CompleteAdding();
            }
        });
    }

    /// <summary>Returns the rows of the next step. The caller must dispose them.</summary>
    public StepRows Take()
    {
        if (!ready.TryTake(out var rows, Timeout.Infinite))
        {
            preparation.GetAwaiter().GetResult(); // throws the error of the preparation, if there was one
            throw new InvalidOperationException("All steps were taken.");
        }

        return rows;
    }

    /// <summary>Waits for the thread, and frees rows that were not taken.</summary>
    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)preparation).AsyncWaitHandle.WaitOne(); // an error was thrown by Take, or nobody waits for it
        while (ready.TryTake(out var rows))
        {
            rows.Dispose();
        }

        ready.Dispose();
        stop.Dispose();
    }
}
