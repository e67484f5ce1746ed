using System.Text;
using static Microsoft.ML.Transforms.Onnx.OnnxMessage;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>
/// Slot names that a graph keeps for its output columns: the attribute keys_strings of a node that is called
/// mlnet.COLUMN.SlotNames.
/// </summary>
internal static class OnnxSlotNames
{
    private const int GraphOfModel = 7;
    private const int NodeOfGraph = 1;
    private const int NameOfNode = 3;
    private const int AttributeOfNode = 5;
    private const int NameOfAttribute = 1;
    private const int StringsOfAttribute = 9;

    /// <summary>Returns the slot names of a column, or null if the model has none.</summary>
    public static ReadOnlyMemory<char>[] Find(byte[] model, string column)
    {
        var name = $"mlnet.{column}.SlotNames";
        var node = Messages(model, GraphOfModel)
            .SelectMany(graph => Messages(graph, NodeOfGraph))
            .FirstOrDefault(candidate => OnnxMessage.Text(candidate, NameOfNode) == name);
        var attribute = Messages(node, AttributeOfNode)
            .FirstOrDefault(candidate => OnnxMessage.Text(candidate, NameOfAttribute) == "keys_strings");
        return attribute.IsEmpty
            ? null
            : Messages(attribute, StringsOfAttribute)
                .Select(text => Encoding.UTF8.GetString(text.Span).AsMemory())
                .ToArray();
    }
}
