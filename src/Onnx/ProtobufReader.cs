using System.Buffers.Binary;
using System.Text;

namespace VaeMlNet.Onnx;

/// <summary>The wire types of Protocol Buffers in ONNX files. They do not include groups (3, 4).</summary>
internal enum ProtobufWireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>Reads one Protocol Buffers message from untrusted bytes.</summary>
/// <remarks>
/// It never reads past the message and never allocates memory by a length that the message claims. It throws
/// <see cref="InvalidDataException"/> for every malformed message.
/// </remarks>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int LongestVarint = 10;

    private ReadOnlySpan<byte> rest = message;

    public readonly bool IsAtEnd => rest.IsEmpty;

    /// <summary>Returns the texts in one field of a message.</summary>
    public static List<string> Texts(ReadOnlySpan<byte> message, int field)
    {
        var texts = new List<string>();
        var reader = new ProtobufReader(message);
        while (reader.TryReadBytes(field, out var text))
        {
            texts.Add(Encoding.UTF8.GetString(text));
        }

        return texts;
    }

    /// <summary>Returns the text in a field of a message, the last of several; empty for none.</summary>
    public static string Text(ReadOnlySpan<byte> message, int field) => Texts(message, field).LastOrDefault("");

    /// <summary>Returns the whole number in a field of a message, the last of several; null for none.</summary>
    public static long? Varint(ReadOnlySpan<byte> message, int wanted)
    {
        long? number = null;
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (wanted, ProtobufWireType.Varint))
            {
                number = (long)reader.ReadVarint();
            }
            else
            {
                reader.Skip(type);
            }
        }

        return number;
    }

    /// <summary>Reads the next field's number and type. Returns false at the end of the message.</summary>
    public bool TryReadTag(out int field, out ProtobufWireType type)
    {
        field = 0;
        type = default;
        if (rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadVarint();
        if (tag > uint.MaxValue || tag >> 3 == 0)
        {
            throw new InvalidDataException($"field tag {tag} is out of range");
        }

        field = (int)(tag >> 3);
        type = (ProtobufWireType)(tag & 7);
        return
            type
                is ProtobufWireType.Varint
                    or ProtobufWireType.Fixed64
                    or ProtobufWireType.Bytes
                    or ProtobufWireType.Fixed32
            ? true
            : throw new InvalidDataException($"field {field} has wire type {(int)type}, which ONNX does not use");
    }

    /// <summary>Reads the next field that contains bytes, and skips numbers. Returns false at the end of the message.</summary>
    public bool TryReadBytes(out int field, out ReadOnlySpan<byte> value)
    {
        while (TryReadTag(out field, out var type))
        {
            if (type == ProtobufWireType.Bytes)
            {
                value = ReadBytes();
                return true;
            }

            Skip(type);
        }

        value = default;
        return false;
    }

    /// <summary>Reads the next value of one field that contains bytes. Returns false at the end of the message.</summary>
    public bool TryReadBytes(int wanted, out ReadOnlySpan<byte> value)
    {
        while (TryReadBytes(out var field, out value))
        {
            if (field == wanted)
            {
                return true;
            }
        }

        return false;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < LongestVarint; i++)
        {
            if (i >= rest.Length)
            {
                throw new InvalidDataException("the data ends inside a number");
            }

            var b = rest[i];
            value |= (ulong)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                rest = rest[(i + 1)..];
                return value;
            }
        }

        throw new InvalidDataException($"a number is longer than {LongestVarint} bytes");
    }

    /// <summary>Reads an int32 or an enum. Like every other reader, it drops higher bits.</summary>
    public int ReadInt32() => unchecked((int)ReadVarint());

    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarint();
        if (length > (ulong)rest.Length)
        {
            throw new InvalidDataException($"a field claims {length} bytes, but {rest.Length} are left");
        }

        return Take((int)length);
    }

    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    public float ReadSingle() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    /// <summary>Reads the bytes of a number of fixed size.</summary>
    public ReadOnlySpan<byte> ReadFixed(ProtobufWireType type) =>
        Take(type == ProtobufWireType.Fixed64 ? sizeof(ulong) : sizeof(uint));

    public void Skip(ProtobufWireType type)
    {
        switch (type)
        {
            case ProtobufWireType.Varint:
                ReadVarint();
                break;
            case ProtobufWireType.Fixed64:
            case ProtobufWireType.Fixed32:
                ReadFixed(type);
                break;
            default:
                ReadBytes();
                break;
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > rest.Length)
        {
            throw new InvalidDataException($"the data ends {length - rest.Length} bytes too early");
        }

        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
