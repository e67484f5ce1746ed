namespace VaeMlNet.Benchmarks;

/// <summary>Runs work on several threads at once.</summary>
internal static class Workers
{
    /// <summary>Runs every piece of work on a thread of the pool; the sum of what they return.</summary>
    public static double Sum(IEnumerable<Func<double>> work) =>
        Task.WhenAll(work.Select(Task.Run)).GetAwaiter().GetResult().Sum();
}
