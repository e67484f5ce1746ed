using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Makes torch compute each operator on one thread while any training divides rows among its own threads.</summary>
/// <remarks>The number of threads is a setting of the process, so concurrent trainings count as one. Thread-safe.</remarks>
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
