namespace VaeMlNet.Benchmarks;

/// <summary>What one simulated run of a job came to.</summary>
/// <param name="Seconds">From the first start to the last end.</param>
/// <param name="LostSeconds">Slot time spent on shards that were lost, in seconds.</param>
/// <param name="LostShards">How often a shard was lost.</param>
internal readonly record struct ClusterRun(double Seconds, double LostSeconds, int LostShards);
