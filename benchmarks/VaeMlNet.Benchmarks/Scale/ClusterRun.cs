namespace VaeMlNet.Benchmarks;

/// <summary>The result of one simulated run of a job.</summary>
/// <param name="Seconds">The time from the first start to the last end, in seconds.</param>
/// <param name="LostSeconds">The slot time spent on lost shards, in seconds.</param>
/// <param name="LostShards">The number of times that a shard was lost.</param>
internal readonly record struct ClusterRun(double Seconds, double LostSeconds, int LostShards);
