using System.Text;
using RabbitMQ.Client;

namespace VaeMlNet.Worker.Tests;

/// <summary>Messages as the broker delivers them.</summary>
internal static class QueuedMessages
{
    public static QueuedMessage Create(
        string csv,
        string? id = "m",
        string? contentType = "text/csv",
        bool isRedelivered = false,
        ulong tag = 1
    ) => Create(Encoding.UTF8.GetBytes(csv), id, contentType, isRedelivered, tag);

    public static QueuedMessage Create(
        byte[] body,
        string? id = "m",
        string? contentType = "text/csv",
        bool isRedelivered = false,
        ulong tag = 1,
        string? contentEncoding = null
    )
    {
        BasicProperties properties = new();
        if (contentEncoding is not null)
        {
            properties.ContentEncoding = contentEncoding;
        }

        if (id is not null)
        {
            properties.MessageId = id;
        }

        if (contentType is not null)
        {
            properties.ContentType = contentType;
        }

        return new QueuedMessage(tag, isRedelivered, properties, body);
    }

    public static string Text(this MessageOutcome outcome) => Encoding.UTF8.GetString(outcome.Result!.Value.Span);
}
