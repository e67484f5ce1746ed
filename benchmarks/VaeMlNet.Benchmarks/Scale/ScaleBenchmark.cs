namespace VaeMlNet.Benchmarks;

/// <summary>Simulates how long a sharded job takes with other cluster sizes, shard counts, slow nodes and failures.</summary>
internal static class ScaleBenchmark
{
    public const string Name = "scale";

    /// <summary>The number of simulated runs for each row of a table. Their seeds start at 0.</summary>
    public const int RunCount = 200;

    private static readonly int[] NodeCounts = [1, 3, 10, 30, 100];
    private static readonly int[] ShardCounts = [160, 320, 1000, 3000, 10_000, 100_000];
    private static readonly double[] FailureRates = [0, 0.01, 0.1, 1];
    private static readonly double[] SlowShares = [0, 0.02, 0.1, 0.3];

    /// <summary>Simulates a job.</summary>
    /// <param name="rows">The number of rows of the job.</param>
    /// <param name="microsecondsPerRow">The measured time of one process for a row, in microseconds.</param>
    public static ScaleReport Run(long rows, double microsecondsPerRow)
    {
        ClusterJob job = new() { WorkSeconds = rows * microsecondsPerRow / 1e6, Shards = 1000 };
        return new ScaleReport(
            FormattableString.Invariant(
                $"dotnet cake --target=Benchmark --filter={Name} --rows={rows} --microseconds={microsecondsPerRow}"
            ),
            job,
            new Dictionary<string, IReadOnlyList<(string, ClusterJob, ClusterRun[])>>
            {
                ["nodes"] = [.. NodeCounts.Select(n => Row($"{n}", job with { Nodes = n }))],
                ["shards"] = [.. ShardCounts.Select(n => Row($"{n}", job with { Shards = n }))],
                ["failures of a node in an hour"] =
                [
                    .. FailureRates.Select(f =>
                        Row(FormattableString.Invariant($"{f}"), job with { FailuresPerHour = f })
                    ),
                ],
                ["nodes that take 3 times as long"] =
                [
                    .. SlowShares.Select(s => Row(FormattableString.Invariant($"{s:P0}"), job with { SlowShare = s })),
                ],
            }
        );
    }

    private static (string, ClusterJob, ClusterRun[]) Row(string name, ClusterJob job) =>
        (name, job, [.. Enumerable.Range(0, RunCount).Select(seed => ClusterSimulation.Run(job, seed))]);
}
