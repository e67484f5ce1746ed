using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace VaeMlNet;

/// <summary>Writes one Protocol Buffers message.</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> bytes = new();

    public ProtobufWriter Varint(int field, ulong value)
    {
        WriteTag(field, ProtobufWireType.Varint);
        WriteVarint(value);
        return this;
    }

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        WriteTag(field, ProtobufWireType.Bytes);
        WriteVarint((ulong)value.Length);
        bytes.Write(value);
        return this;
    }

    public ProtobufWriter String(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Float(int field, float value)
    {
        WriteTag(field, ProtobufWireType.Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(sizeof(float)), value);
        bytes.Advance(sizeof(float));
        return this;
    }

    public ProtobufWriter Message(int field, ProtobufWriter value) => Bytes(field, value.ToArray());

    /// <summary>Copies the field whose tag was read last, whatever it means.</summary>
    public void Copy(int field, ProtobufWireType type, ref ProtobufReader reader)
    {
        switch (type)
        {
            case ProtobufWireType.Varint:
                Varint(field, reader.ReadVarint());
                break;
            case ProtobufWireType.Bytes:
                Bytes(field, reader.ReadBytes());
                break;
            default:
                WriteTag(field, type);
                bytes.Write(reader.ReadFixed(type));
                break;
        }
    }

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    private void WriteTag(int field, ProtobufWireType type) => WriteVarint(((ulong)field << 3) | (ulong)type);

    private void WriteVarint(ulong value)
    {
        while (value >= 0x80)
        {
            bytes.Write([(byte)(value | 0x80)]);
            value >>= 7;
        }

        bytes.Write([(byte)value]);
    }
}
