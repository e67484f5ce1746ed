namespace VaeMlNet.OnnxExport;

/// <summary>One operator in the graph under construction.</summary>
internal sealed record GraphNode(
    string Name,
    string OperatorType,
    string Description,
    OnnxValue[] Inputs,
    OnnxValue[] Outputs,
    OnnxAttribute[] Attributes
)
{
    /// <summary>Returns the value of an attribute; null if the node does not have it.</summary>
    public object? Find(string attribute) => Attributes.FirstOrDefault(item => item.Name == attribute)?.Value;
}
