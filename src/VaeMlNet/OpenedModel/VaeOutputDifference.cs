namespace VaeMlNet;

/// <summary>The difference between one output of one graph and its expected values.</summary>
/// <param name="Graph">The graph: <c>encoder</c>, <c>decoder</c>, <c>scorer</c> or <c>imputer</c>.</param>
/// <param name="Output">The name of the output, such as <c>mean</c>.</param>
/// <param name="LargestDifference">
/// The largest absolute difference over all rows and slots, in the output's own unit. The unit of scores is nats. It is infinite if a
/// value is NaN.
/// </param>
/// <param name="ToleranceUsed">
/// The difference as a share of the tolerance. Above 1, or NaN, the output has failed. In the replay of recorded test data, the difference is the
/// largest one, and the tolerance is 1e-5 + 1e-4 |expected value|. For numbers in a table's own units, the tolerance is
/// 1e-4 (|mean| + scale / 10) larger. With 8-bit weights, both tolerances are 1e-2. In an export with float16 or int8 weights, the difference is
/// the root mean square, and the tolerance is that of the expected values plus 1, times 0.02 (float16) or 0.2 (int8). The latter detects
/// broken graphs and promises no accuracy.
/// </param>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeOutputDifference(string Graph, string Output, double LargestDifference, double ToleranceUsed)
{
    /// <summary>Gets the root mean square of the difference, relative to that of the expected values.</summary>
    public double RelativeError { get; init; }

    /// <summary>Gets a value indicating whether the difference is within the tolerance.</summary>
    public bool Passed => ToleranceUsed <= 1;
}
