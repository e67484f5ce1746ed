using System.Diagnostics;

namespace VaeMlNet;

/// <summary>A meeting of threads, where each waits for all others. It can be repeated.</summary>
/// <remarks>
/// A waiting thread checks again and again for a while before it sleeps, because waking a thread takes about 40 us, as long as a
/// small part of a step. In between, it lets other threads have the processor. (<see cref="Barrier"/> sleeps sooner.)
/// </remarks>
/// <param name="count">The number of threads.</param>
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
