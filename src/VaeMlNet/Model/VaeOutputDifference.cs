namespace VaeMlNet;

/// <summary>The difference between one output of one graph and its recorded values.</summary>
/// <param name="Graph"><c>encoder</c>, <c>decoder</c> or <c>scorer</c>.</param>
/// <param name="Output">Name of the output, such as <c>mean</c>.</param>
/// <param name="LargestDifference">Largest absolute difference, in the output's own unit; infinite where a value is NaN.</param>
/// <param name="Passed">
/// Whether every value is within 1e-5 + 1e-4 |recorded value|; of numbers in a table's own units, 1e-4 (|mean| + scale / 10) more. Of 8-bit weights both tolerances are 1e-2.
/// </param>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeOutputDifference(string Graph, string Output, double LargestDifference, bool Passed);
