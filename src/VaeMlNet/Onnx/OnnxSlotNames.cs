using System.Text;
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
        var name = "";
        string[]? found = null;
        var reader = new ProtobufReader(node);
        while (reader.TryReadBytes(out var field, out var value))
        {
            switch (field)
            {
                case NodeProto.Name:
                    name = Encoding.UTF8.GetString(value);
                    break;
                case NodeProto.Attribute:
                    found = KeysOf(value) ?? found;
                    break;
            }
        }

        if (found is { Length: > 0 })
        {
            names.TryAdd(name, found);
        }
    }

    /// <summary>Returns the texts of an AttributeProto with the keys; null for any other attribute.</summary>
    private static string[]? KeysOf(ReadOnlySpan<byte> attribute)
    {
        var name = "";
        var texts = new List<string>();
        var reader = new ProtobufReader(attribute);
        while (reader.TryReadBytes(out var field, out var text))
        {
            switch (field)
            {
                case AttributeProto.Name:
                    name = Encoding.UTF8.GetString(text);
                    break;
                case AttributeProto.Strings:
                    texts.Add(Encoding.UTF8.GetString(text));
                    break;
            }
        }

        return name == Keys ? [.. texts] : null;
    }
}
