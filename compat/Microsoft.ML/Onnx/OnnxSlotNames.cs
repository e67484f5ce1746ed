using System.Text;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>
/// Slot names that a graph keeps for its output columns: the attribute keys_strings of a node that is called
/// mlnet.COLUMN.SlotNames.
/// </summary>
/// <remarks>Field numbers are those of onnx.proto. The runtime has accepted the bytes before they are read here.</remarks>
internal static class OnnxSlotNames
{
    private const int GraphOfModel = 7;
    private const int NodeOfGraph = 1;
    private const int NameOfNode = 3;
    private const int AttributeOfNode = 5;
    private const int NameOfAttribute = 1;
    private const int StringsOfAttribute = 9;

    /// <summary>The slot names of a column, or null.</summary>
    public static ReadOnlyMemory<char>[] Find(byte[] model, string column)
    {
        string name = $"mlnet.{column}.SlotNames";
        var node = Messages(model, GraphOfModel)
            .SelectMany(graph => Messages(graph, NodeOfGraph))
            .FirstOrDefault(candidate => Text(candidate, NameOfNode) == name);
        var attribute = Messages(node, AttributeOfNode)
            .FirstOrDefault(candidate => Text(candidate, NameOfAttribute) == "keys_strings");
        return attribute.IsEmpty
            ? null
            : Messages(attribute, StringsOfAttribute)
                .Select(text => Encoding.UTF8.GetString(text.Span).AsMemory())
                .ToArray();
    }

    private static string Text(ReadOnlyMemory<byte> message, int field) =>
        Encoding.UTF8.GetString(Messages(message, field).FirstOrDefault().Span);

    /// <summary>The values of a field that is a text or a message.</summary>
    private static List<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        for (int at = 0; at < message.Length; )
        {
            ulong tag = ReadNumber(message.Span, ref at);
            int length = (tag & 7) switch
            {
                0 => NumberLength(message.Span, at),
                1 => sizeof(ulong),
                5 => sizeof(uint),
                2 => checked((int)ReadNumber(message.Span, ref at)),
                _ => throw new InvalidDataException("The ONNX model is damaged."),
            };
            if ((tag & 7) == 2 && (int)(tag >> 3) == field)
                found.Add(message.Slice(at, length));
            at += length;
        }
        return found;
    }

    private static int NumberLength(ReadOnlySpan<byte> message, int start)
    {
        int at = start;
        ReadNumber(message, ref at);
        return at - start;
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> message, ref int at)
    {
        ulong value = 0;
        int shift = 0;
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
