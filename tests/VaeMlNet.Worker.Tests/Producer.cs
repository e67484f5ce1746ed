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
        await channel.QueueDeclareAsync("pumps", durable: true, exclusive: false, autoDelete: false);
        BasicProperties properties = new()
        {
            ContentType = "text/csv",
            MessageId = "2026-11-20/2",
            Persistent = true,
        };
        var rows =
            "Id,Speed,Flow,Pressure,Power,Temperature,Vibration,Mode\n7,2843,59.1,9.26,26.8,97.4,3.58,boost\n8,936,,0.99,1.07,37.1,1.32,eco\n"u8.ToArray();
        await channel.BasicPublishAsync("", "pumps", mandatory: true, properties, rows);
    }
}
