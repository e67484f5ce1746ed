namespace VaeMlNet;

/// <summary>What a graph takes and gives. Inputs that are initializers at the same time do not count as inputs.</summary>
internal sealed record OnnxGraphSignature(IReadOnlyList<OnnxTensorInfo> Inputs, IReadOnlyList<OnnxTensorInfo> Outputs);
