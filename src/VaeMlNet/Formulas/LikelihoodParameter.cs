namespace VaeMlNet;

/// <summary>A parameter of p(x|z) besides the mean.</summary>
/// <param name="Name">The name of the decoder's output.</param>
/// <param name="Power">
/// The power of a number's scale by which the parameter of the standardized number is multiplied to get the number's own unit:
/// 1 for a scale, 2 for a variance.
/// </param>
internal readonly record struct LikelihoodParameter(string Name, int Power);
