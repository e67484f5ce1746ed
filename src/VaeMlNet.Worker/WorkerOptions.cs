namespace VaeMlNet.Worker;

/// <summary>The settings of a worker: its broker, its queues and its limits.</summary>
internal sealed record WorkerOptions
{
    private const int LeastRemembered = 16_384;

    public required BrokerAddress Broker { get; init; }

    public required QueueNames Queues { get; init; }

    /// <summary>Gets the number of rows that is enough for a pass.</summary>
    public required int BatchRows { get; init; }

    /// <summary>Gets the longest time that a message waits for others in the same pass.</summary>
    public required TimeSpan BatchTimeout { get; init; }

    /// <summary>
    /// Gets the limits of the messages and bytes that are taken at once, as long as no message is too large.
    /// </summary>
    public required Intake Intake { get; init; }

    /// <summary>Gets the longest time that the queue may be empty; null for no limit.</summary>
    public required TimeSpan? IdleExit { get; init; }

    /// <summary>Gets the longest time without a connection to the broker.</summary>
    public required TimeSpan GiveUp { get; init; }

    /// <summary>
    /// Gets the number of answered messages to remember: at least twice as many as a broker can deliver before it is lost.
    /// </summary>
    public int RememberedMessages => Math.Max(LeastRemembered, 2 * Intake.Prefetch);

    /// <summary>
    /// Gets the collector of messages for a pass. It takes half of the messages, so that the results of another pass
    /// can be sent meanwhile.
    /// </summary>
    public BatchCollector Collector => new(BatchRows, BatchTimeout, Math.Max(1, Intake.Prefetch / 2), IdleExit);
}
