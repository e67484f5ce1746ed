using System.Diagnostics;
using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A team of threads that run the same work at the same time. The caller's thread belongs to it.</summary>
/// <remarks>
/// The team has its own threads, because torch keeps the number of threads per operator for each thread. It is one for them. Gradients are not
/// recorded in them. Disposing the team ends its threads.
/// </remarks>
internal sealed class WorkerTeam : IDisposable
{
    private readonly WorkerMeeting meeting;
    private readonly Thread[] threads;
    private Action<int>[]? work;
    private Exception? failure;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">The number of workers. The caller's thread is the first.</param>
    public WorkerTeam(int count)
    {
        Count = count;
        meeting = new WorkerMeeting(count);
        threads = [.. Enumerable.Range(1, count - 1).Select(Start)];
    }

    /// <summary>Gets the number of workers.</summary>
    public int Count { get; }

    /// <summary>
    /// Runs actions one after the other on every worker, with the worker's number from 0. Each action begins when all workers have finished the
    /// one before. The tensors that a worker creates live until its last action has ended.
    /// </summary>
    /// <exception cref="Exception">A worker failed. The other workers have finished the action, and no further one began.</exception>
    public void Run(params Action<int>[] actions)
    {
        work = actions;
        failure = null;
        meeting.Await();
        RunWork(0);
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose()
    {
        work = null;
        meeting.Await();
        foreach (var thread in threads)
        {
            thread.Join();
        }
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
        using var singleThreaded = SingleThreadedOperators.Begin();
        while (true)
        {
            meeting.Await();
            if (work is null)
            {
                return;
            }

            RunWork(worker);
        }
    }

    private void RunWork(int worker)
    {
        using var scope = NewDisposeScope();
        foreach (var action in work!)
        {
            try
            {
                if (failure is null)
                {
                    action(worker);
                }
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, e, null);
            }

            meeting.Await();
        }
    }
}

/// <summary>A meeting of threads, where each waits for all others. It can be repeated.</summary>
/// <remarks>
/// A waiting thread checks again and again for a while before it sleeps, because waking a thread takes about 40 us, as long as a
/// small part of a step. In between, it lets other threads have the processor. (<see cref="Barrier"/> sleeps sooner.)
/// </remarks>
internal sealed class WorkerMeeting(int count)
{
    private const int LongestCheckMicroseconds = 200;
    private const int SpinsBetweenChecks = 20; // fractions of a microsecond

    private static readonly long LongestCheck = Stopwatch.Frequency * LongestCheckMicroseconds / 1_000_000;

    private readonly object gate = new();
    private int arrived;
    private volatile int number; // of finished meetings

    /// <summary>Waits until all threads have called it.</summary>
    public void Await()
    {
        var own = number;
        if (Interlocked.Increment(ref arrived) == count)
        {
            arrived = 0;
            lock (gate)
            {
                number = own + 1;
                Monitor.PulseAll(gate);
            }

            return;
        }

        var start = Stopwatch.GetTimestamp();
        while (number == own)
        {
            if (Stopwatch.GetTimestamp() - start > LongestCheck)
            {
                Sleep(own);
                return;
            }

            Thread.SpinWait(SpinsBetweenChecks);
            Thread.Yield();
        }
    }

    private void Sleep(int own)
    {
        lock (gate)
        {
            while (number == own)
            {
                Monitor.Wait(gate);
            }
        }
    }
}
