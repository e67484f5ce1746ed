using RabbitMQ.Client;

namespace VaeMlNet.Worker;

/// <summary>A message as it came from the queue: rows as CSV text, and what was said of them.</summary>
/// <param name="DeliveryTag">What it is acknowledged by, on the channel that it came through.</param>
/// <param name="IsRedelivered">Whether it was delivered before, to this worker or another.</param>
/// <param name="Properties">What the producer said of it.</param>
/// <param name="Body">The text.</param>
internal sealed record QueuedMessage(
    ulong DeliveryTag,
    bool IsRedelivered,
    IReadOnlyBasicProperties Properties,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>The producer's name for it, or null.</summary>
    public string? Id => string.IsNullOrEmpty(Properties.MessageId) ? null : Properties.MessageId;

    /// <summary>About how many rows it has: the lines of the text after the first.</summary>
    public int RowEstimate { get; } = Math.Max(0, Body.Span.Count((byte)'\n') - 1);
}
