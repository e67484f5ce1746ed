namespace VaeMlNet;

/// <summary>The kinds of values of a sampled row: a sample from p(x|z), or its mean.</summary>
public enum VaeSampleValues
{
    /// <summary>
    /// Values that are sampled from p(x|z), so that rows vary like the data: numbers with the noise of their likelihood,
    /// Booleans and keys by their probabilities. For table models.
    /// </summary>
    Draw,

    /// <summary>
    /// The mean of p(x|z) for numbers, true if its probability is above 1/2, and the most probable key. The rows vary less than
    /// the data.
    /// </summary>
    Mean,
}
