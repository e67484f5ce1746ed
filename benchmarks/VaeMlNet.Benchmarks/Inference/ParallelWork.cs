namespace VaeMlNet.Benchmarks;

/// <summary>Runs functions on several threads at the same time.</summary>
internal static class ParallelWork
{
    /// <summary>Runs every function on a thread of the pool and returns the sum of their results.</summary>
    public static double Sum(IEnumerable<Func<double>> work) =>
        Task.WhenAll(work.Select(Task.Run)).GetAwaiter().GetResult().Sum();
}
