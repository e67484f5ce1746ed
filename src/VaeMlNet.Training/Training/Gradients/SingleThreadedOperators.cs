using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Has torch compute each operator on one thread for as long as any training shares out rows among threads of its own.
/// </summary>
/// <remarks>The number of threads belongs to the process: trainings at the same time count as one. Thread-safe.</remarks>
internal static class SingleThreadedOperators
{
    private static readonly Lock Gate = new();
    private static int leaseCount;
    private static int threadsBefore;

    /// <summary>Gets the number of threads that torch is set to, apart from what is done here.</summary>
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

    /// <summary>Begins; disposing the result ends it.</summary>
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
