using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// Reads slot names in the form in which ML.NET stores them in a graph: as the keys of a LabelEncoder that computes nothing.
/// </summary>
internal static class OnnxSlotNames
{
    /// <summary>The name of the attribute that contains the slot names.</summary>
    public const string Keys = "keys_strings";

    /// <summary>Returns the name of the node that contains the slot names of a column.</summary>
    public static string NodeName(string column) => $"mlnet.{column}.SlotNames";

    /// <summary>Adds the slot names of a node, if it contains any.</summary>
    public static void AddTo(Dictionary<string, string[]> names, ReadOnlySpan<byte> node)
    {
        string[]? found = null;
        var reader = new ProtobufReader(node);
        while (reader.TryReadBytes(NodeProto.Attribute, out var attribute))
        {
            if (ProtobufReader.Text(attribute, AttributeProto.Name) == Keys)
            {
                found = [.. ProtobufReader.Texts(attribute, AttributeProto.Strings)];
            }
        }

        if (found is { Length: > 0 })
        {
            names.TryAdd(ProtobufReader.Text(node, NodeProto.Name), found);
        }
    }
}
