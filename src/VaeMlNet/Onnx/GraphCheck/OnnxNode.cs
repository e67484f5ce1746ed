namespace VaeMlNet;

/// <summary>A NodeProto of the standard domain.</summary>
/// <param name="Name">Its name, for messages; may be empty.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="Inputs">The values that it reads; an empty name stands for an optional one that is left out.</param>
/// <param name="Outputs">The values that it gives.</param>
/// <param name="Attributes">Its attributes: float, long, string, float[] or long[].</param>
internal sealed record OnnxNode(
    string Name,
    string Operator,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, object> Attributes
);
