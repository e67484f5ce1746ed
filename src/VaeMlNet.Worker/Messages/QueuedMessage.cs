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
    private const int SampledBytes = 1 << 16;

    private UInt128? key;

    /// <summary>Gets the id that the producer gave the message; null without one.</summary>
    public string? Id => string.IsNullOrEmpty(Properties.MessageId) ? null : Properties.MessageId;

    /// <summary>
    /// Gets a checksum of the id, the content type, the encoding and the content. It is computed once, because the body is not in memory after the acknowledgment.
    /// </summary>
    public UInt128 Key => key ??= ComputeKey();

    /// <summary>Gets the approximate number of rows: the number of lines, in CSV without the header. It is at least 1, except for an empty text.</summary>
    public int RowEstimate { get; } =
        Body.IsEmpty
            ? 0
            : Math.Max(
                1,
                (IsGzip(Properties) ? PackedLineCount(Body.Span) : LineCount(Body.Span))
                    - (MessageEncoding.IsJson(Properties.ContentType) ? 0 : 1)
            );

    private static bool IsGzip(IReadOnlyBasicProperties properties) =>
        "gzip".Equals(properties.ContentEncoding, StringComparison.OrdinalIgnoreCase);

    private static int LineCount(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + (text.EndsWith("\n"u8) ? 0 : 1);

    // Unpacks the start only, because a small message can have gigabytes of text.
    private static int PackedLineCount(ReadOnlySpan<byte> packed)
    {
        var text = new byte[SampledBytes];
        try
        {
            // Text that cannot be packed is a bit longer when it is packed.
            using MemoryStream start = new(packed[..Math.Min(packed.Length, 2 * SampledBytes)].ToArray());
            using var gzip = PackedFile.OpenGzip(start);
            var count = gzip.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            var lines = LineCount(text.AsSpan(0, count));
            return count < text.Length ? lines : (int)Math.Clamp(lines * Length(packed) / count, lines, int.MaxValue);
        }
        catch (InvalidDataException)
        {
            return 1; // it becomes a dead letter
        }

        // gzip ends with the length of the text.
        static long Length(ReadOnlySpan<byte> packed) =>
            BinaryPrimitives.ReadUInt32LittleEndian(packed[^sizeof(uint)..]);
    }

    private UInt128 ComputeKey()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in new[] { Id, Properties.ContentType, Properties.ContentEncoding })
        {
            var bytes = Encoding.UTF8.GetBytes(text ?? "");
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        hash.AppendData(Body.Span);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
