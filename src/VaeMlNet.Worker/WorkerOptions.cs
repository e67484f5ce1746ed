namespace VaeMlNet.Worker;

/// <summary>How a worker deals with its queues.</summary>
internal sealed record WorkerOptions
{
    /// <summary>The broker.</summary>
    public required BrokerAddress Broker { get; init; }

    /// <summary>The queues.</summary>
    public required QueueNames Queues { get; init; }

    /// <summary>Rows that make a pass.</summary>
    public required int BatchRows { get; init; }

    /// <summary>How long a message waits for others to make a pass with.</summary>
    public required TimeSpan BatchTimeout { get; init; }

    /// <summary>Gets the messages and bytes that are taken from the broker at once, as long as no message is too large.</summary>
    public required Intake Intake { get; init; }

    /// <summary>How long the queue may be empty; null for ever.</summary>
    public required TimeSpan? IdleExit { get; init; }

    /// <summary>How long a broker that is gone is waited for.</summary>
    public required TimeSpan GiveUp { get; init; }

    /// <summary>One pass while the results of another are under way: each has half of the messages.</summary>
    public BatchCollector Collector => new(BatchRows, BatchTimeout, Math.Max(1, Intake.Prefetch / 2), IdleExit);
}
