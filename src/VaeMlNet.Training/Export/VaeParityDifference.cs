namespace VaeMlNet;

/// <summary>How far an output of ONNX Runtime was from TorchSharp's at most.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Graph">The graph: "encoder", "decoder" or "scorer".</param>
/// <param name="Output">The output's name.</param>
/// <param name="Largest">The largest absolute difference over all rows and slots; scores are in nats.</param>
/// <param name="ToleranceUsed">
/// The largest difference relative to what is tolerated, 1e-5 + 1e-4 * |reference|; an export needs at most 1.
/// </param>
public sealed record VaeParityDifference(string Graph, string Output, double Largest, double ToleranceUsed);
