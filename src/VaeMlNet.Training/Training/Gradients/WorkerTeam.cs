using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A team of threads that run an action at the same time. The caller's thread belongs to it.</summary>
/// <remarks>
/// The team has its own threads, because torch keeps the number of threads per operator for each thread: threads that start
/// while it is one keep one. Gradients are not recorded in them. Disposing the team ends its threads.
/// </remarks>
internal sealed class WorkerTeam : IDisposable
{
    private readonly Barrier start;
    private readonly Barrier end;
    private readonly Thread[] threads;
    private Action<int>? work;
    private Exception? failure;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">The number of workers. The caller's thread is the first.</param>
    public WorkerTeam(int count)
    {
        Count = count;
        start = new Barrier(count);
        end = new Barrier(count);
        threads = [.. Enumerable.Range(1, count - 1).Select(Start)];
    }

    /// <summary>Gets the number of workers.</summary>
    public int Count { get; }

    /// <summary>Runs an action on every worker, with the worker's number from 0, and waits for all.</summary>
    /// <exception cref="Exception">A worker failed. The other workers have finished.</exception>
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
