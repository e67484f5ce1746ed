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
    /// <param name="threadCount">The number of threads outside of it: null for this thread's own, or that of a thread which this one helps.</param>
    public static IDisposable Begin(int? threadCount = null)
    {
        if (leaseCount++ == 0)
        {
            lock (Gate)
            {
                var own = get_num_threads(); // a thread that did not read it yet would do so later, and replace the 1
                threadsBefore = threadCount ?? own;
                SetThisThread(1);
            }
        }

        return new Lease();
    }

    /// <summary>Begins single-threaded operation if operators are small; returns null otherwise.</summary>
    public static IDisposable? BeginIf(bool areSmall) => areSmall ? Begin() : null;

    private static void SetThisThread(int count)
    {
        lock (Gate)
        {
            // A new thread takes the number of new threads, and gives it back to them. It waits for its turn, so that they get that of this thread for
            // a moment only.
            var (isReady, isSet) = (false, false);
            Thread other = new(() =>
            {
                var ofNewThreads = get_num_threads();
                Volatile.Write(ref isReady, true);
                SpinWait.SpinUntil(() => Volatile.Read(ref isSet));
                set_num_threads(ofNewThreads);
            });
            other.Start();
            SpinWait.SpinUntil(() => Volatile.Read(ref isReady));
            set_num_threads(count);
            Volatile.Write(ref isSet, true);
            other.Join();
        }
    }

    private sealed class Lease : IDisposable
    {
        public void Dispose()
        {
            if (--leaseCount == 0)
            {
                SetThisThread(threadsBefore);
            }
        }
    }
}
