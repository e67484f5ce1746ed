using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace VaeMlNet.Worker;

/// <summary>Keeps what the broker delivers until it is taken; the session's <see cref="Intake"/> bounds how much that is.</summary>
/// <param name="channel">The channel that it comes through.</param>
/// <param name="fail">Called when no more will come, with the reason.</param>
/// <param name="keepsBodies">
/// Whether a body stays the client's until <see cref="Release"/>, so that a large one is in memory once. Messages then have to be
/// released one after the other.
/// </param>
internal sealed class IncomingMessages(IChannel channel, Action<string> fail, bool keepsBodies)
    : AsyncDefaultBasicConsumer(channel)
{
    private readonly Channel<bool> released = System.Threading.Channels.Channel.CreateUnbounded<bool>();

    private readonly Channel<QueuedMessage> messages =
        System.Threading.Channels.Channel.CreateUnbounded<QueuedMessage>();

    /// <summary>The messages; ends once the consumer is canceled.</summary>
    public ChannelReader<QueuedMessage> Reader => messages.Reader;

    /// <inheritdoc />
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
        // The library takes the body back when this returns.
        var kept = keepsBodies ? body : body.ToArray();
        messages.Writer.TryWrite(new QueuedMessage(deliveryTag, redelivered, properties, kept));
        if (keepsBodies)
        {
            await released.Reader.ReadAsync(cancellationToken);
        }
    }

    /// <summary>Gives a kept body back to the client: it was answered, or the session is lost.</summary>
    public void Release()
    {
        if (keepsBodies)
        {
            released.Writer.TryWrite(true);
        }
    }

    /// <summary>The worker's own wish: nothing comes after what has come.</summary>
    /// <inheritdoc />
    public override Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        messages.Writer.TryComplete();
        return base.HandleBasicCancelOkAsync(consumerTag, cancellationToken);
    }

    /// <inheritdoc />
    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        fail("the queue was deleted");
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }

    /// <inheritdoc />
    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        fail(reason.ReplyText);
        return base.HandleChannelShutdownAsync(channel, reason);
    }
}
