using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace VaeMlNet.Onnx;

/// <summary>Writes an edited field of a message that is copied.</summary>
internal delegate void FieldEdit(ProtobufWriter to, ReadOnlySpan<byte> value);

/// <summary>
/// Writes one Protocol Buffers message. Its size is known before a byte is written to a stream, and long values, such as the
/// elements of tensors, are not copied.
/// </summary>
/// <remarks>Wire format: https://protobuf.dev/programming-guides/encoding.</remarks>
internal sealed class ProtobufWriter
{
    /// <summary>The longest value that is copied. Up to this length, a copy takes less memory than a separate part.</summary>
    private const int LongestCopy = 4096;

    private readonly List<ReadOnlyMemory<byte>> parts = [];
    private ArrayBufferWriter<byte> lastPart = new();

    /// <summary>Gets the size of the message in bytes.</summary>
    public long Size => parts.Sum(part => (long)part.Length) + lastPart.WrittenCount;

    public ProtobufWriter Varint(int field, long value)
    {
        WriteTag(field, ProtobufWireType.Varint);
        WriteVarint((ulong)value);
        return this;
    }

    public ProtobufWriter Float(int field, float value)
    {
        WriteTag(field, ProtobufWireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(lastPart.GetSpan(sizeof(float)), value);
        lastPart.Advance(sizeof(float));
        return this;
    }

    public ProtobufWriter Double(int field, double value)
    {
        WriteTag(field, ProtobufWireType.Fixed64);
        BinaryPrimitives.WriteDoubleLittleEndian(lastPart.GetSpan(sizeof(double)), value);
        lastPart.Advance(sizeof(double));
        return this;
    }

    public ProtobufWriter String(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Writes bytes, which must not change until the message is written to a stream or an array.</summary>
    public ProtobufWriter Bytes(int field, ReadOnlyMemory<byte> value)
    {
        WriteLength(field, value.Length);
        Append(value);
        return this;
    }

    /// <summary>Writes a nested message in its current state. Fields that are added to it later are not included.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter value)
    {
        WriteLength(field, value.Size);
        value.parts.ForEach(Append);
        Append(value.lastPart.WrittenMemory);
        return this;
    }

    /// <summary>Writes nested messages into a repeated field.</summary>
    public ProtobufWriter Messages(int field, IEnumerable<ProtobufWriter> values)
    {
        foreach (var value in values)
        {
            Message(field, value);
        }

        return this;
    }

    /// <summary>Copies the field whose tag was read last.</summary>
    public void Copy(int field, ProtobufWireType type, ref ProtobufReader reader)
    {
        switch (type)
        {
            case ProtobufWireType.Varint:
                Varint(field, (long)reader.ReadVarint());
                break;
            case ProtobufWireType.Bytes:
                Bytes(field, reader.ReadBytes().ToArray());
                break;
            default:
                WriteTag(field, type);
                lastPart.Write(reader.ReadFixed(type));
                break;
        }
    }

    /// <summary>Copies a message, except the values of one field that contains bytes.</summary>
    /// <param name="message">The message.</param>
    /// <param name="field">The field to edit.</param>
    /// <param name="edit">Writes the edited field for each of its values, or nothing to remove it.</param>
    public ProtobufWriter CopyExcept(ReadOnlySpan<byte> message, int field, FieldEdit edit)
    {
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var next, out var type))
        {
            if ((next, type) == (field, ProtobufWireType.Bytes))
            {
                edit(this, reader.ReadBytes());
            }
            else
            {
                Copy(next, type, ref reader);
            }
        }

        return this;
    }

    public void WriteTo(Stream stream)
    {
        foreach (var part in parts)
        {
            stream.Write(part.Span);
        }

        stream.Write(lastPart.WrittenSpan);
    }

    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        using var stream = new MemoryStream(bytes);
        WriteTo(stream);
        return bytes;
    }

    private void Append(ReadOnlyMemory<byte> value)
    {
        if (value.Length <= LongestCopy)
        {
            lastPart.Write(value.Span);
            return;
        }

        parts.Add(lastPart.WrittenMemory);
        parts.Add(value);
        lastPart = new();
    }

    private void WriteTag(int field, ProtobufWireType type) => WriteVarint(((ulong)field << 3) | (ulong)type);

    private void WriteLength(int field, long length)
    {
        WriteTag(field, ProtobufWireType.Bytes);
        WriteVarint((ulong)length);
    }

    private void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            lastPart.Write([(byte)(value | 0x80)]);
            value >>= 7;
        }

        lastPart.Write([(byte)value]);
    }
}
