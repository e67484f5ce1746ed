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
    /// <summary>The value of an attribute, or null where it is left out.</summary>
    public object? Find(string attribute) => Attributes.FirstOrDefault(item => item.Name == attribute)?.Value;
}
