using System.Buffers.Binary;
using System.Text;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// A protobuf message as a list of fields, in the order they are written. Its size is known before a byte is written,
/// and the contents of tensors go to the stream without being copied.
/// </summary>
/// <remarks>Wire format: https://protobuf.dev/programming-guides/encoding.</remarks>
internal sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly List<(byte[] Header, ReadOnlyMemory<byte> Bytes, ProtoMessage? Message)> parts = [];

    /// <summary>The size of the message in bytes, without its own header.</summary>
    /// <remarks>A nested message must be complete when it is added: its size goes into its header then.</remarks>
    public long Size { get; private set; }

    public void Add(int field, long value) =>
        AddPart([.. Tag(field, Varint), .. EncodeVarint((ulong)value)], default, null);

    public void Add(int field, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        AddPart(Tag(field, Fixed32), bytes, null);
    }

    public void Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public void Add(int field, ReadOnlyMemory<byte> bytes) =>
        AddPart([.. Tag(field, LengthDelimited), .. EncodeVarint((ulong)bytes.Length)], bytes, null);

    public void Add(int field, ProtoMessage message) =>
        AddPart([.. Tag(field, LengthDelimited), .. EncodeVarint((ulong)message.Size)], default, message);

    public void WriteTo(Stream stream)
    {
        foreach (var (header, bytes, message) in parts)
        {
            stream.Write(header);
            stream.Write(bytes.Span);
            message?.WriteTo(stream);
        }
    }

    private void AddPart(byte[] header, ReadOnlyMemory<byte> bytes, ProtoMessage? message)
    {
        parts.Add((header, bytes, message));
        Size += header.Length + bytes.Length + (message?.Size ?? 0);
    }

    private static byte[] Tag(int field, int wireType) => EncodeVarint(((ulong)field << 3) | (uint)wireType);

    private static byte[] EncodeVarint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            bytes[length++] = (byte)(value | 0x80);
        }

        bytes[length++] = (byte)value;
        return bytes[..length].ToArray();
    }
}
