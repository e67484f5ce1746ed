using System.Text;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>The fields of the messages of an ONNX model.</summary>
/// <remarks>Field numbers are those of onnx.proto. The runtime has accepted the bytes before they are read here.</remarks>
internal static class OnnxMessage
{
    public static string Text(ReadOnlyMemory<byte> message, int field) =>
        Encoding.UTF8.GetString(Messages(message, field).FirstOrDefault().Span);

    /// <summary>Returns the values of a field that contains texts or messages.</summary>
    public static List<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field) =>
        Values(message, field, wireType: 2);

    /// <summary>Returns the value of a numeric field, or 0 if the field is missing.</summary>
    public static long Number(ReadOnlyMemory<byte> message, int field)
    {
        var at = 0;
        return Values(message, field, wireType: 0) is [.., var last] ? (long)ReadNumber(last.Span, ref at) : 0;
    }

    private static List<ReadOnlyMemory<byte>> Values(ReadOnlyMemory<byte> message, int field, ulong wireType)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < message.Length; )
        {
            var tag = ReadNumber(message.Span, ref at);
            var length = (tag & 7) switch
            {
                0 => NumberLength(message.Span, at),
                1 => sizeof(ulong),
                5 => sizeof(uint),
                2 => checked((int)ReadNumber(message.Span, ref at)),
                _ => throw new InvalidDataException("The ONNX model is damaged."),
            };
            if ((tag & 7) == wireType && (int)(tag >> 3) == field)
            {
                found.Add(message.Slice(at, length));
            }

            at += length;
        }

        return found;
    }

    private static int NumberLength(ReadOnlySpan<byte> message, int start)
    {
        var at = start;
        ReadNumber(message, ref at);
        return at - start;
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> message, ref int at)
    {
        ulong value = 0;
        var shift = 0;
        byte b;
        do
        {
            b = message[at++];
            value |= (ulong)(b & 0x7F) << shift;
            shift += 7;
        } while (b >= 0x80);
        return value;
    }
}
