using RabbitMQ.Client;

namespace VaeMlNet.Worker;

/// <summary>Sends results and dead letters off, and acknowledges each message once the broker has confirmed them.</summary>
/// <param name="queues">Where they go.</param>
/// <param name="confirmed">What was confirmed before.</param>
/// <param name="acknowledged">Told of each message that is done with.</param>
internal sealed class OutcomeDelivery(
    QueueNames queues,
    ConfirmedMessages confirmed,
    Action<MessageOutcome> acknowledged
)
{
    /// <summary>The header of a dead letter that says why it is one.</summary>
    public const string ReasonHeader = "x-vaemlnet-reason";

    /// <summary>The header of a dead letter that says from which queue it came.</summary>
    public const string QueueHeader = "x-vaemlnet-queue";

    private const string MediaType = "text/csv";

    /// <summary>All properties but the headers: a dozen of at most 256 bytes each.</summary>
    private const int SizeOfOtherProperties = 4096;

    // With these the broker would send a copy to where the producer wanted the original to go as well.
    private static readonly string[] RoutingHeaders = ["CC", "BCC"];

    /// <summary>Delivers the outcomes of a pass.</summary>
    /// <param name="channel">The session that the messages came through.</param>
    /// <param name="outcomes">What became of them.</param>
    /// <exception cref="BrokerLostException">Some were not acknowledged, and will be delivered again.</exception>
    public async Task DeliverAsync(IQueueChannel channel, IReadOnlyList<MessageOutcome> outcomes)
    {
        Task[] published = [.. outcomes.Select(outcome => PublishAsync(channel, outcome))];
        try
        {
            for (var i = 0; i < published.Length; i++)
            {
                await published[i];
                await channel.AcknowledgeAsync(outcomes[i].Message.DeliveryTag);
                acknowledged(outcomes[i]);
            }
        }
        finally
        {
            // Those whose result is confirmed yet are known when they come again.
            await Task.WhenAll(published).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PublishAsync(IQueueChannel channel, MessageOutcome outcome)
    {
        var message = outcome.Message;
        if (outcome.Fault is { } fault)
        {
            await channel.PublishAsync(
                queues.DeadLetters,
                DeadLetter(message, fault, channel.LargestFrame),
                message.Body
            );
            confirmed.Add(message);
        }
        else if (outcome.Result is { } result)
        {
            await channel.PublishAsync(queues.Results, Result(message), result);
            confirmed.Add(message);
        }
    }

    private static BasicProperties Result(QueuedMessage message) =>
        new()
        {
            MessageId = message.Id,
            CorrelationId = message.Properties.CorrelationId ?? message.Id,
            ContentType = MediaType,
            Persistent = true,
        };

    private BasicProperties DeadLetter(QueuedMessage message, string fault, uint largestFrame)
    {
        BasicProperties properties = new(message.Properties) { Persistent = true };
        // The broker refuses another's user id, and a dead letter must not expire.
        properties.ClearUserId();
        properties.ClearExpiration();
        Dictionary<string, object?> headers = new(message.Properties.Headers ?? new Dictionary<string, object?>());
        foreach (var header in RoutingHeaders)
        {
            headers.Remove(header);
        }

        headers[ReasonHeader] = fault;
        headers[QueueHeader] = queues.Input;
        if (HeaderSize.Of(headers) > largestFrame - SizeOfOtherProperties && largestFrame > 0)
        {
            // The broker ends a connection that sends a larger frame, and the message would come again for ever.
            headers = new()
            {
                [ReasonHeader] =
                    $"{fault} The message's own headers are left out: there is no place for them beside the reason.",
                [QueueHeader] = queues.Input,
            };
        }

        properties.Headers = headers;
        return properties;
    }
}
