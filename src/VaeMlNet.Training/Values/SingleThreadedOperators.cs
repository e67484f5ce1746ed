using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Makes torch compute each operator on one thread while any training divides rows among its own threads, and while operators are too small
/// to be divided.
/// </summary>
/// <remarks>
/// After each divided operator, the threads of libtorch and MKL check for the next one for milliseconds before they sleep, so that small
/// operators take several times their processor time (docs/performance.md). The number of threads is a setting of the process, so concurrent
/// trainings count as one. Thread-safe.
/// </remarks>
internal static class SingleThreadedOperators
{
    private static readonly Lock Gate = new();
    private static int leaseCount;
    private static int threadsBefore;

    /// <summary>Gets the number of threads that torch is set to outside of such trainings.</summary>
    public static int ThreadCount
    {
        get
        {
            lock (Gate)
            {
                return leaseCount > 0 ? threadsBefore : get_num_threads();
            }
        }
    }

    /// <summary>Begins single-threaded operation. Disposing the result ends it.</summary>
    public static IDisposable Begin()
    {
        lock (Gate)
        {
            if (leaseCount++ == 0)
            {
                threadsBefore = get_num_threads();
                set_num_threads(1);
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
            lock (Gate)
            {
                if (--leaseCount == 0)
                {
                    set_num_threads(threadsBefore);
                }
            }
        }
    }
}
