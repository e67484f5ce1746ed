namespace VaeMlNet;

/// <summary>The largest difference between an output of ONNX Runtime and that of TorchSharp.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="Graph">The graph: "encoder", "decoder" or "scorer".</param>
/// <param name="Output">The output's name.</param>
/// <param name="Largest">The largest absolute difference over all rows and slots; scores are in nats.</param>
/// <param name="ToleranceUsed">
/// The difference relative to what is tolerated; an export needs at most 1. Of float32 weights the largest difference, and
/// tolerated is 1e-5 + 1e-4 * |reference|; of fewer bits the root of the mean square, and tolerated is that of the reference
/// plus 1, times 0.02 (float16) or 0.2 (int8): a bound for nonsense, not a promise.
/// </param>
public sealed record VaeParityDifference(string Graph, string Output, double Largest, double ToleranceUsed)
{
    /// <summary>Gets the root of the mean squared difference, relative to that of the reference's values.</summary>
    public double RelativeError { get; init; }
}
