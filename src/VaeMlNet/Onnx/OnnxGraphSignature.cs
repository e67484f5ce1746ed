namespace VaeMlNet;

/// <summary>The inputs and outputs of a graph. Inputs that are also initializers do not count as inputs.</summary>
internal sealed record OnnxGraphSignature(IReadOnlyList<OnnxTensorInfo> Inputs, IReadOnlyList<OnnxTensorInfo> Outputs);
