namespace VaeMlNet.OnnxExport.Graph;

/// <summary>One operator in the graph under construction.</summary>
internal sealed record GraphNode(
    string Name,
    string OperatorType,
    string Description,
    OnnxValue[] Inputs,
    OnnxValue[] Outputs,
    OnnxAttribute[] Attributes
);
