namespace VaeMlNet;

/// <summary>The results of running a model's recorded test data through its graphs.</summary>
/// <param name="Rows">The number of recorded rows per graph.</param>
/// <param name="Outputs">The results: one entry for each output of every graph.</param>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeVerificationReport(int Rows, IReadOnlyList<VaeOutputDifference> Outputs)
{
    /// <summary>Gets a value indicating whether every output is within the tolerance.</summary>
    public bool Passed => Outputs.All(o => o.Passed);
}
