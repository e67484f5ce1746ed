namespace VaeMlNet.Benchmarks;

/// <summary>A job of equal shards on a cluster whose nodes differ and fail.</summary>
internal sealed record ClusterJob
{
    /// <summary>Processes that run at once on each node, one shard each.</summary>
    public int SlotsPerNode { get; init; } = 16;

    /// <summary>Nodes.</summary>
    public int Nodes { get; init; } = 10;

    /// <summary>Work of the whole job, in seconds of a slot of median speed.</summary>
    public required double WorkSeconds { get; init; }

    /// <summary>Into how many shards the job is cut.</summary>
    public required int Shards { get; init; }

    /// <summary>What every shard costs beside its rows: the engine's hand-over and the process's start, in seconds.</summary>
    public double StartSeconds { get; init; } = 2;

    /// <summary>Standard deviation of the logarithm of a node's speed.</summary>
    public double SpeedSpread { get; init; } = 0.1;

    /// <summary>The share of nodes that are slow for other reasons.</summary>
    public double SlowShare { get; init; } = 0.02;

    /// <summary>How many times as long a slow node takes.</summary>
    public double SlowFactor { get; init; } = 3;

    /// <summary>Failures of a node in an hour; whatever runs on it then is lost.</summary>
    public double FailuresPerHour { get; init; } = 0.01;

    /// <summary>Seconds until a failed node is back.</summary>
    public double RepairSeconds { get; init; } = 600;

    /// <summary>Seconds until the engine starts a lost shard again.</summary>
    public double RequeueSeconds { get; init; } = 60;

    /// <summary>Seconds that the job would take if all slots had median speed, nothing failed and nothing cost extra.</summary>
    public double IdealSeconds => WorkSeconds / (Nodes * SlotsPerNode);
}
