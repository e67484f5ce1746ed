using System.Text;

namespace VaeMlNet.Tests.Shared;

/// <summary>Writes Protocol Buffers messages field by field, well-formed or not.</summary>
public sealed class ProtobufBytes
{
    private readonly List<byte> bytes = [];

    public ProtobufBytes Varint(int field, ulong value)
    {
        Raw((ulong)field << 3);
        Raw(value);
        return this;
    }

    public ProtobufBytes Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw(((ulong)field << 3) | 2);
        Raw((ulong)value.Length);
        bytes.AddRange(value);
        return this;
    }

    public ProtobufBytes Message(int field, ProtobufBytes value) => Bytes(field, value.ToArray());

    public ProtobufBytes Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Appends a number outside of any field.</summary>
    public ProtobufBytes Raw(ulong value)
    {
        while (value >= 0x80)
        {
            bytes.Add((byte)(value | 0x80));
            value >>= 7;
        }

        bytes.Add((byte)value);
        return this;
    }

    public ProtobufBytes Verbatim(ReadOnlySpan<byte> value)
    {
        bytes.AddRange(value);
        return this;
    }

    public byte[] ToArray() => [.. bytes];
}
