namespace VaeMlNet;

/// <summary>What came out when a model's recorded test data ran through its graphs.</summary>
/// <param name="Rows">Number of recorded rows per graph.</param>
/// <param name="Outputs">One entry per output of every graph.</param>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeVerificationReport(int Rows, IReadOnlyList<VaeOutputDifference> Outputs)
{
    /// <summary>Whether every output is within the tolerance.</summary>
    public bool Passed => Outputs.All(o => o.Passed);
}
