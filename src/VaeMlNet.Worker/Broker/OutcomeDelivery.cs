using System.Collections;
using System.Text;
using RabbitMQ.Client;

namespace VaeMlNet.Worker;

/// <summary>
/// Sends results and dead letters, and acknowledges each message after the broker has confirmed them.
/// </summary>
/// <param name="queues">The queues to send to.</param>
/// <param name="confirmed">The messages whose results were confirmed before.</param>
/// <param name="acknowledged">Called after each message is acknowledged.</param>
internal sealed class OutcomeDelivery(
    QueueNames queues,
    ConfirmedMessages confirmed,
    Action<MessageOutcome> acknowledged
)
{
    /// <summary>The header of a dead letter that contains the reason.</summary>
    public const string ReasonHeader = "x-vaemlnet-reason";

    /// <summary>The header of a dead letter that contains the name of the original queue.</summary>
    public const string QueueHeader = "x-vaemlnet-queue";

    private const string MediaType = "text/csv";

    /// <summary>The size of all properties except the headers, in bytes: a dozen of at most 256 bytes each.</summary>
    private const int SizeOfOtherProperties = 4096;

    // With these headers, the broker would also send a copy to the queues that the producer chose for the original.
    private static readonly string[] RoutingHeaders = ["CC", "BCC"];

    /// <summary>Delivers the outcomes of a pass.</summary>
    /// <exception cref="BrokerLostException">
    /// Some messages were not acknowledged, and will be delivered again.
    /// </exception>
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
            // Messages whose results are already confirmed will be recognized when they are delivered again.
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
            // It is not remembered: a second dead letter is harmless, and the producer may send the message again with another content type.
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
        properties.ContentType = ShortText.WithinLimit(properties.ContentType);
        properties.ContentEncoding = ShortText.WithinLimit(properties.ContentEncoding);
        properties.CorrelationId = ShortText.WithinLimit(properties.CorrelationId);
        properties.ReplyTo = ShortText.WithinLimit(properties.ReplyTo);
        properties.MessageId = ShortText.WithinLimit(properties.MessageId);
        properties.Type = ShortText.WithinLimit(properties.Type);
        properties.AppId = ShortText.WithinLimit(properties.AppId);
        properties.ClusterId = ShortText.WithinLimit(properties.ClusterId);
        // The broker refuses the user id of another user, and a dead letter must not expire.
        properties.ClearUserId();
        properties.ClearExpiration();
        Dictionary<string, object?> headers = new(message.Properties.Headers ?? new Dictionary<string, object?>());
        foreach (var header in RoutingHeaders)
        {
            headers.Remove(header);
        }

        headers[ReasonHeader] = fault;
        headers[QueueHeader] = queues.Input;
        var isTooLarge = HeaderSize.Estimate(headers) > largestFrame - SizeOfOtherProperties && largestFrame > 0;
        if (isTooLarge || !ShortText.HasNamesWithinLimit(headers))
        {
            // The broker closes a connection that sends a larger frame, and would deliver the message again without end.
            var why = isTooLarge
                ? "they do not fit in one frame with the reason"
                : "they have names that are not UTF-8";
            headers = new()
            {
                [ReasonHeader] = $"{fault} The original headers are left out, because {why}.",
                [QueueHeader] = queues.Input,
            };
        }

        properties.Headers = headers;
        return properties;
    }
}

/// <summary>
/// Estimates the number of bytes that the headers of a message take in a frame. It never estimates too few.
/// </summary>
internal static class HeaderSize
{
    private const int SizeOfKind = 5;
    private const int SizeOfNumber = 16;

    /// <summary>Estimates the number of bytes of the value of a header.</summary>
    public static long Estimate(object? value) =>
        value switch
        {
            string text => SizeOfKind + Encoding.UTF8.GetByteCount(text),
            byte[] bytes => SizeOfKind + bytes.Length,
            IDictionary<string, object?> table => SizeOfKind
                + table.Sum(entry => Estimate(entry.Key) + Estimate(entry.Value)),
            IDictionary table => SizeOfKind
                + table.Cast<DictionaryEntry>().Sum(entry => Estimate(entry.Key) + Estimate(entry.Value)),
            IEnumerable list => SizeOfKind + list.Cast<object?>().Sum(Estimate),
            RabbitMQ.Client.BinaryTableValue binary => SizeOfKind + (binary.Bytes?.Length ?? 0),
            _ => SizeOfNumber,
        };
}
