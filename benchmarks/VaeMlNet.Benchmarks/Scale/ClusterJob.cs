namespace VaeMlNet.Benchmarks;

/// <summary>A job of equal shards on a cluster whose nodes differ in speed and fail.</summary>
internal sealed record ClusterJob
{
    /// <summary>Gets the number of processes that run at the same time on each node. Each processes one shard.</summary>
    public int SlotsPerNode { get; init; } = 16;

    /// <summary>Gets the number of nodes.</summary>
    public int Nodes { get; init; } = 10;

    /// <summary>Gets the work of the whole job, in seconds of a slot of median speed.</summary>
    public required double WorkSeconds { get; init; }

    /// <summary>Gets the number of shards of the job.</summary>
    public required int Shards { get; init; }

    /// <summary>Gets the fixed time of every shard, in seconds: scheduling and the start of the process.</summary>
    public double StartSeconds { get; init; } = 2;

    /// <summary>Gets the standard deviation of the logarithm of a node's speed.</summary>
    public double SpeedSpread { get; init; } = 0.1;

    /// <summary>Gets the share of nodes that are slow for other reasons.</summary>
    public double SlowShare { get; init; } = 0.02;

    /// <summary>Gets how many times as long a slow node takes.</summary>
    public double SlowFactor { get; init; } = 3;

    /// <summary>Gets the number of failures of a node in an hour. A failure loses all shards that run on the node.</summary>
    public double FailuresPerHour { get; init; } = 0.01;

    /// <summary>Gets the seconds until a failed node is available again.</summary>
    public double RepairSeconds { get; init; } = 600;

    /// <summary>Gets the seconds until a lost shard is started again.</summary>
    public double RequeueSeconds { get; init; } = 60;

    /// <summary>Gets the seconds of the job if all slots had median speed, nothing failed and shards had no fixed time.</summary>
    public double IdealSeconds => WorkSeconds / (Nodes * SlotsPerNode);
}
