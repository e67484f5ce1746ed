using System.Buffers.Binary;
using System.Text;
using VaeMlNet.Onnx;

namespace VaeMlNet.Tests;

/// <summary>Reads event files of TensorBoard, with a CRC-32C that is computed bit by bit.</summary>
internal static class EventRecords
{
    /// <summary>A value of a summary: its tag, and what it has of a number, an image and a text.</summary>
    public sealed record Value(
        long Step,
        string Tag,
        float? Number,
        (long Height, long Width, byte[] Png)? Image,
        string? Text
    );

    /// <summary>Returns the messages of a file, after checking the CRCs.</summary>
    public static IEnumerable<byte[]> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var place = 0; place < bytes.Length; )
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(place));
            Check(bytes.AsSpan(place, 8), bytes.AsSpan(place + 8));
            Check(bytes.AsSpan(place + 12, length), bytes.AsSpan(place + 12 + length));
            yield return bytes[(place + 12)..(place + 12 + length)];
            place += length + 16;
        }
    }

    /// <summary>Returns the version of the file, and the values of all summaries.</summary>
    public static (string? Version, Value[] Values) Parse(IEnumerable<byte[]> messages)
    {
        string? version = null;
        List<Value> values = [];
        foreach (var message in messages)
        {
            ProtobufReader reader = new(message);
            long step = 0;
            while (reader.TryReadTag(out var field, out var type))
            {
                switch (field)
                {
                    case 2:
                        step = (long)reader.ReadVarint();
                        break;
                    case 3:
                        version = reader.ReadString();
                        break;
                    case 5:
                        ReadSummary(reader.ReadBytes(), step, values);
                        break;
                    default:
                        reader.Skip(type);
                        break;
                }
            }
        }

        return (version, [.. values]);
    }

    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0x82F63B78 ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }

    private static void ReadSummary(ReadOnlySpan<byte> summary, long step, List<Value> values)
    {
        ProtobufReader reader = new(summary);
        while (reader.TryReadTag(out _, out _))
        {
            values.Add(ReadValue(reader.ReadBytes(), step));
        }
    }

    private static Value ReadValue(ReadOnlySpan<byte> bytes, long step)
    {
        ProtobufReader reader = new(bytes);
        Value value = new(step, "", null, null, null);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field)
            {
                case 1:
                    value = value with { Tag = reader.ReadString() };
                    break;
                case 2:
                    value = value with { Number = reader.ReadSingle() };
                    break;
                case 4:
                    value = value with { Image = ReadImage(reader.ReadBytes()) };
                    break;
                case 8:
                    value = value with { Text = Encoding.UTF8.GetString(reader.ReadBytes()) };
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return value;
    }

    private static (long, long, byte[]) ReadImage(ReadOnlySpan<byte> bytes)
    {
        ProtobufReader reader = new(bytes);
        (long Height, long Width, byte[] Png) image = (0, 0, []);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field)
            {
                case 1:
                    image.Height = (long)reader.ReadVarint();
                    break;
                case 2:
                    image.Width = (long)reader.ReadVarint();
                    break;
                case 4:
                    image.Png = reader.ReadBytes().ToArray();
                    break;
                default:
                    reader.Skip(type);
                    break;
            }
        }

        return image;
    }

    private static void Check(ReadOnlySpan<byte> data, ReadOnlySpan<byte> stored)
    {
        var crc = Crc32C(data);
        var masked = unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8);
        if (BinaryPrimitives.ReadUInt32LittleEndian(stored) != masked)
        {
            throw new InvalidDataException("a CRC differs");
        }
    }
}
