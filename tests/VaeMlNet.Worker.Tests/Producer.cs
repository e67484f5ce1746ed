using RabbitMQ.Client;

namespace VaeMlNet.Worker.Tests;

/// <summary>The producer that docs/guide/streams.md shows, word for word.</summary>
internal static class Producer
{
    public static async Task SendAsync(string broker)
    {
        ConnectionFactory factory = new() { Uri = new Uri(broker) };
        await using var connection = await factory.CreateConnectionAsync();

        // With confirmations tracked, publishing returns when the broker has the message, and throws when it has not.
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.QueueDeclareAsync("customers", durable: true, exclusive: false, autoDelete: false);
        BasicProperties properties = new()
        {
            ContentType = "text/csv",
            MessageId = "2026-11-20/2",
            Persistent = true,
        };
        var rows = "Id,Age,Income,Member,Color\n7,28,31000,false,blue\n8,55,,true,green\n"u8.ToArray();
        await channel.BasicPublishAsync("", "customers", mandatory: true, properties, rows);
    }
}
