using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace VaeMlNet.Worker;

/// <summary>
/// Keeps delivered messages until the worker takes them. The <see cref="Intake"/> of the session limits their number
/// and size.
/// </summary>
/// <param name="channel">The channel that delivers the messages.</param>
/// <param name="fail">Called with the reason when no more messages will come.</param>
/// <param name="keepsBodies">
/// True if the client owns a body until <see cref="Release"/>, so that a large body is in memory only once. Messages must then be
/// released one after the other.
/// </param>
internal sealed class IncomingMessages(IChannel channel, Action<string> fail, bool keepsBodies)
    : AsyncDefaultBasicConsumer(channel)
{
    private readonly Channel<bool> released = System.Threading.Channels.Channel.CreateUnbounded<bool>();

    private readonly Channel<QueuedMessage> messages =
        System.Threading.Channels.Channel.CreateUnbounded<QueuedMessage>();

    /// <summary>Gets the messages. It completes after the consumer is canceled.</summary>
    public ChannelReader<QueuedMessage> Reader => messages.Reader;

    public override async Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default
    )
    {
        // The library reuses the memory of the body after this method returns.
        var kept = keepsBodies ? body : body.ToArray();
        messages.Writer.TryWrite(new QueuedMessage(deliveryTag, redelivered, properties, kept));
        if (keepsBodies)
        {
            await released.Reader.ReadAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Returns a kept body to the client, because the message was answered or the session was lost.
    /// </summary>
    public void Release()
    {
        if (keepsBodies)
        {
            released.Writer.TryWrite(true);
        }
    }

    /// <summary>Completes the messages after the worker canceled its consumer.</summary>
    /// <inheritdoc />
    public override Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        messages.Writer.TryComplete();
        return base.HandleBasicCancelOkAsync(consumerTag, cancellationToken);
    }

    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        fail("the queue was deleted");
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }

    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        fail(reason.ReplyText);
        return base.HandleChannelShutdownAsync(channel, reason);
    }
}
