using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Threads that do the parts of one piece of work at the same time, the caller's among them.</summary>
/// <remarks>
/// Threads of one's own, because torch keeps per thread how many threads an operator may use: those started here while it
/// is one stay at one. No gradients are recorded in them. Disposing ends them.
/// </remarks>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Barrier start;
    private readonly Barrier end;
    private readonly Thread[] threads;
    private Action<int>? work;
    private Exception? failure;

    /// <summary>Starts threads.</summary>
    /// <param name="count">How many workers; the caller's thread is the first.</param>
    public WorkerTeam(int count)
    {
        Count = count;
        start = new Barrier(count);
        end = new Barrier(count);
        threads = [.. Enumerable.Range(1, count - 1).Select(Start)];
    }

    /// <summary>Gets how many parts work has.</summary>
    public int Count { get; }

    /// <summary>Does all parts, numbered from 0, and waits for them.</summary>
    /// <exception cref="Exception">What a worker failed with; the others have ended.</exception>
    public void Run(Action<int> parts)
    {
        work = parts;
        failure = null;
        start.SignalAndWait();
        RunWork(0);
        end.SignalAndWait();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        work = null;
        start.SignalAndWait();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        start.Dispose();
        end.Dispose();
    }

    private Thread Start(int worker)
    {
        var thread = new Thread(() => Loop(worker)) { IsBackground = true, Name = $"VAE training {worker}" };
        thread.Start();
        return thread;
    }

    private void Loop(int worker)
    {
        using var noGrad = no_grad();
        while (true)
        {
            start.SignalAndWait();
            if (work is null)
            {
                return;
            }

            RunWork(worker);
            end.SignalAndWait();
        }
    }

    private void RunWork(int worker)
    {
        try
        {
            work!(worker);
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref failure, e, null);
        }
    }
}
