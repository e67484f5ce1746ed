namespace VaeMlNet;

/// <summary>The difference between one output of one graph and its recorded values.</summary>
/// <param name="Graph">The graph: <c>encoder</c>, <c>decoder</c>, <c>scorer</c> or <c>imputer</c>.</param>
/// <param name="Output">The name of the output, such as <c>mean</c>.</param>
/// <param name="LargestDifference">
/// The largest absolute difference, in the output's own unit. It is infinite if a value is NaN.
/// </param>
/// <param name="ToleranceUsed">
/// The largest difference as a share of the tolerance. Above 1, or NaN, the output has failed.
/// </param>
/// <param name="Passed">
/// Whether every value is within the tolerance of 1e-5 + 1e-4 |recorded value|. For numbers in a table's own units, the
/// tolerance is 1e-4 (|mean| + scale / 10) larger. With 8-bit weights, both tolerances are 1e-2.
/// </param>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeOutputDifference(
    string Graph,
    string Output,
    double LargestDifference,
    double ToleranceUsed,
    bool Passed
);
