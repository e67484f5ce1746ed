namespace VaeMlNet;

/// <summary>A parameter of p(x|z) beside the mean.</summary>
/// <param name="Name">The name of the decoder's output.</param>
/// <param name="Power">
/// The power of a table's scale that brings the parameter of a standardized number back to the number's own unit: 1 for a scale, 2
/// for a variance.
/// </param>
internal readonly record struct LikelihoodParameter(string Name, int Power);
