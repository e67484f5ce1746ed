namespace VaeMlNet;

/// <summary>The largest difference between an output of ONNX Runtime and the same output of TorchSharp.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Graph">The graph: "encoder", "decoder", "scorer" or "imputer".</param>
/// <param name="Output">The name of the output.</param>
/// <param name="Largest">The largest absolute difference over all rows and slots. The unit of scores is nats.</param>
/// <param name="ToleranceUsed">
/// The difference divided by the tolerance; an export needs at most 1. For float32 weights, the difference is the largest one,
/// and the tolerance is 1e-5 + 1e-4 * |reference|. For fewer bits, the difference is the root mean square, and the tolerance is
/// that of the reference plus 1, times 0.02 (float16) or 0.2 (int8). The latter detects broken graphs and promises no accuracy.
/// </param>
public sealed record VaeParityDifference(string Graph, string Output, double Largest, double ToleranceUsed)
{
    /// <summary>Gets the root mean square of the difference, relative to that of the reference.</summary>
    public double RelativeError { get; init; }
}
