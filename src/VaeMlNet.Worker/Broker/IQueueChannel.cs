using RabbitMQ.Client;

namespace VaeMlNet.Worker;

/// <summary>The channel through which a worker sends results and acknowledges messages.</summary>
internal interface IQueueChannel
{
    /// <summary>
    /// Gets the largest frame, in bytes; 0 for no limit. The properties of a message are one frame.
    /// </summary>
    uint LargestFrame { get; }

    /// <summary>Publishes a message. Completes when the broker has confirmed the message.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="properties">The properties of the message.</param>
    /// <param name="body">The text. It must not change until the task completes.</param>
    /// <exception cref="BrokerLostException">
    /// The connection was lost. It is unknown whether the broker has the message.
    /// </exception>
    Task PublishAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body);

    /// <summary>Acknowledges a message, so that the broker deletes it.</summary>
    /// <exception cref="BrokerLostException">The broker may deliver the message again.</exception>
    Task AcknowledgeAsync(ulong deliveryTag);
}
