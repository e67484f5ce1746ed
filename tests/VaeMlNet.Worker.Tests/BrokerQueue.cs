using System.Text;
using RabbitMQ.Client;

namespace VaeMlNet.Worker.Tests;

/// <summary>The operations of producers and readers of results on a broker.</summary>
internal static class BrokerQueue
{
    /// <summary>Publishes messages, each confirmed.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="queue">The queue; declared as durable, with <paramref name="arguments"/>.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="arguments">The queue's.</param>
    public static async Task PublishAsync(
        RabbitMqBroker broker,
        string queue,
        IEnumerable<(string? Id, byte[] Body, string? ContentType)> messages,
        Dictionary<string, object?>? arguments = null
    )
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
        foreach (var together in messages.Chunk(50))
        {
            await Task.WhenAll(
                together.Select(message =>
                    channel.BasicPublishAsync("", queue, mandatory: true, Said(message), message.Body).AsTask()
                )
            );
        }
    }

    private static BasicProperties Said((string? Id, byte[] Body, string? ContentType) message) =>
        new()
        {
            Persistent = true,
            MessageId = message.Id,
            ContentType = message.ContentType,
        };

    /// <summary>Publishes one message of CSV.</summary>
    public static Task PublishAsync(
        RabbitMqBroker broker,
        string queue,
        string id,
        string text,
        Dictionary<string, object?>? arguments = null
    ) => PublishAsync(broker, queue, [(id, Encoding.UTF8.GetBytes(text), "text/csv")], arguments);

    /// <summary>Takes all messages of a queue.</summary>
    public static async Task<BasicGetResult[]> TakeAllAsync(RabbitMqBroker broker, string queue)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        List<BasicGetResult> taken = [];
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
        {
            taken.Add(message);
        }

        return [.. taken];
    }

    /// <summary>Returns the number of messages that are ready.</summary>
    public static async Task<uint> CountAsync(RabbitMqBroker broker, string queue)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        return await channel.MessageCountAsync(queue);
    }

    /// <summary>Returns the text of a message's header.</summary>
    public static string Header(this BasicGetResult message, string name) =>
        Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers![name]!);

    public static string Text(this BasicGetResult message) => Encoding.UTF8.GetString(message.Body.Span);
}
