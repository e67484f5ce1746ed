namespace VaeMlNet;

/// <summary>The results of running a model's recorded test data through its graphs.</summary>
/// <param name="Rows">Number of recorded rows per graph.</param>
/// <param name="Outputs">One entry per output of every graph.</param>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeVerificationReport(int Rows, IReadOnlyList<VaeOutputDifference> Outputs)
{
    /// <summary>Gets a value indicating whether every output is within the tolerance.</summary>
    public bool Passed => Outputs.All(o => o.Passed);
}
