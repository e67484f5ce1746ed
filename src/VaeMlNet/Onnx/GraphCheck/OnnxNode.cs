namespace VaeMlNet;

/// <summary>A NodeProto of the standard domain.</summary>
/// <param name="Name">The name of the node, for messages. It can be empty.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Inputs">The names of the values that it reads. An empty name stands for an omitted optional input.</param>
/// <param name="Outputs">The names of its results.</param>
/// <param name="Attributes">The attributes: float, long, string, float[] or long[].</param>
internal sealed record OnnxNode(
    string Name,
    string Operator,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, object> Attributes
);
