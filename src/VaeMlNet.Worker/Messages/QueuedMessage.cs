using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using RabbitMQ.Client;

namespace VaeMlNet.Worker;

/// <summary>A message from the queue: rows as CSV text, with the properties of the message.</summary>
/// <param name="DeliveryTag">The tag that acknowledges the message, on the channel that delivered it.</param>
/// <param name="IsRedelivered">True if the message was delivered before, to this worker or another.</param>
/// <param name="Properties">The properties that the producer set.</param>
/// <param name="Body">The text.</param>
internal sealed record QueuedMessage(
    ulong DeliveryTag,
    bool IsRedelivered,
    IReadOnlyBasicProperties Properties,
    ReadOnlyMemory<byte> Body
)
{
    private UInt128? key;

    /// <summary>Gets the id that the producer gave the message; null without one.</summary>
    public string? Id => string.IsNullOrEmpty(Properties.MessageId) ? null : Properties.MessageId;

    /// <summary>
    /// Gets a checksum of id and content. It is computed once, because the body is not in memory after the acknowledgment.
    /// </summary>
    public UInt128 Key => key ??= ComputeKey();

    /// <summary>Gets the approximate number of rows: the number of lines, in CSV without the header. It is at least 1, except for an empty text.</summary>
    public int RowEstimate { get; } =
        Body.IsEmpty ? 0 : Math.Max(1, LineCount(Body.Span) - (MessageEncoding.IsJson(Properties.ContentType) ? 0 : 1));

    private static int LineCount(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + (text.EndsWith("\n"u8) ? 0 : 1);

    private UInt128 ComputeKey()
    {
        var id = Encoding.UTF8.GetBytes(Id ?? "");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)id.Length]);
        hash.AppendData(id);
        hash.AppendData(Body.Span);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
