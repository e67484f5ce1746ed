namespace VaeMlNet.Benchmarks;

/// <summary>Runs functions on several threads at the same time.</summary>
internal static class ParallelWork
{
    /// <summary>Runs every function on a thread of its own, also if there are more than processors, and returns the sum of their results.</summary>
    public static double Sum(IEnumerable<Func<double>> work) =>
        Task.WhenAll(
                work.Select(function =>
                    Task.Factory.StartNew(
                        function,
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
            )
            .GetAwaiter()
            .GetResult()
            .Sum();
}
