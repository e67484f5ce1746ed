using RabbitMQ.Client;

namespace VaeMlNet.Worker;

/// <summary>What a worker needs of the broker to get rid of what it has done.</summary>
internal interface IQueueChannel
{
    /// <summary>Gets the largest frame, in bytes; the properties of a message are one frame. 0: no limit.</summary>
    uint LargestFrame { get; }

    /// <summary>Publishes a message; returns when the broker has confirmed that it has it.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="properties">What is said of it.</param>
    /// <param name="body">The text, which must not change until then.</param>
    /// <exception cref="BrokerLostException">It is not known whether the broker has it.</exception>
    Task PublishAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body);

    /// <summary>Tells the broker that a message is done with.</summary>
    /// <param name="deliveryTag">The message's.</param>
    /// <exception cref="BrokerLostException">The broker may deliver the message again.</exception>
    Task AcknowledgeAsync(ulong deliveryTag);
}
