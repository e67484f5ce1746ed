namespace VaeMlNet;

/// <summary>
/// The differences between the outputs of a model's graphs and their expected values: those of TorchSharp after an export, or those of
/// the recorded test data.
/// </summary>
/// <param name="RowCount">The number of rows that each graph was run on.</param>
/// <param name="Outputs">One entry for each output of each graph.</param>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeParityReport(long RowCount, IReadOnlyList<VaeOutputDifference> Outputs)
{
    /// <summary>Gets a value indicating whether every output is within the tolerance. A report of an export has passed.</summary>
    public bool Passed => Outputs.All(output => output.Passed);

    /// <summary>Gets the largest absolute difference of all outputs, in each output's own unit.</summary>
    public double LargestDifference => Outputs.Max(output => output.LargestDifference);
}
