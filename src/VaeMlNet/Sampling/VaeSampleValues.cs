namespace VaeMlNet;

/// <summary>The values of a sampled row: a draw from p(x|z), or its mean.</summary>
public enum VaeSampleValues
{
    /// <summary>
    /// Values drawn from p(x|z), so that rows vary as data does: numbers with the noise of their likelihood, Booleans and keys by
    /// their probabilities. For table models.
    /// </summary>
    Draw,

    /// <summary>
    /// The mean of p(x|z) for numbers, true where its probability is above 1/2, and the most probable key. The rows vary less
    /// than data does.
    /// </summary>
    Mean,
}
