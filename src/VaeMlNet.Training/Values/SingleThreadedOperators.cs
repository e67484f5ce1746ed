using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Makes torch compute each operator of a thread on this thread alone, while a training divides rows among its own threads, and while operators are
/// too small to be divided.
/// </summary>
/// <remarks>
/// After each divided operator, the threads of libtorch and MKL check for the next one for milliseconds before they sleep, so that small
/// operators take several times their processor time (docs/performance.md). Each thread has a number of its own. One that uses torch for the first time
/// takes the number that any thread set last. Thread-safe.
/// </remarks>
internal static class SingleThreadedOperators
{
    private static readonly Lock Gate = new();

    [ThreadStatic]
    private static int leaseCount;

    [ThreadStatic]
    private static int threadsBefore;

    /// <summary>Gets the number of threads of this thread's operators outside of single-threaded operation.</summary>
    public static int ThreadCount => IsActive ? threadsBefore : get_num_threads();

    /// <summary>Makes torch take the number of this thread while no other thread changes that of new threads.</summary>
    public static void InitializeThread()
    {
        lock (Gate)
        {
            get_num_threads();
        }
    }

    /// <summary>Gets whether this thread's operators are single-threaded. Threads that it starts to help it need a lease of their own.</summary>
    public static bool IsActive => leaseCount > 0;

    /// <summary>Begins single-threaded operation of this thread. Disposing the result on the same thread ends it.</summary>
    public static IDisposable Begin()
    {
        if (leaseCount++ == 0)
        {
            lock (Gate)
            {
                var before = threadsBefore = get_num_threads();
                // New threads get the number of this other thread. It waits for its turn, so that they get 1 for a moment only.
                var (isReady, isSet) = (false, false);
                Thread other = new(() =>
                {
                    Volatile.Write(ref isReady, true);
                    SpinWait.SpinUntil(() => Volatile.Read(ref isSet));
                    set_num_threads(before);
                });
                other.Start();
                SpinWait.SpinUntil(() => Volatile.Read(ref isReady));
                set_num_threads(1);
                Volatile.Write(ref isSet, true);
                other.Join();
            }
        }

        return new Lease();
    }

    /// <summary>Begins single-threaded operation if operators are small; returns null otherwise.</summary>
    public static IDisposable? BeginIf(bool areSmall) => areSmall ? Begin() : null;

    private sealed class Lease : IDisposable
    {
        public void Dispose()
        {
            if (--leaseCount == 0)
            {
                lock (Gate)
                {
                    set_num_threads(threadsBefore);
                }
            }
        }
    }
}
