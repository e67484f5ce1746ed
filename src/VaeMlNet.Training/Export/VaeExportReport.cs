namespace VaeMlNet;

/// <summary>The results of an export: the model folder, and the differences between ONNX Runtime and TorchSharp.</summary>
/// <remarks>Thread safety: immutable.</remarks>
/// <param name="ModelFolder">The folder that was written.</param>
/// <param name="ParityRowCount">The number of rows that were compared.</param>
/// <param name="Differences">One entry for each output of each graph.</param>
public sealed record VaeExportReport(
    string ModelFolder,
    long ParityRowCount,
    IReadOnlyList<VaeParityDifference> Differences
)
{
    /// <summary>Gets the largest absolute difference of all outputs, in each output's own unit.</summary>
    public double LargestDifference => Differences.Max(difference => difference.Largest);
}
