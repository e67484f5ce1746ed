namespace VaeMlNet;

/// <summary>The kinds of values that a model writes into sampled rows and into missing cells.</summary>
public enum VaeDecodedValues
{
    /// <summary>
    /// The mean of p(x|z) for numbers, true for Booleans if its probability is above 1/2, and the most probable key. It is one best value, the same
    /// in every pass. These values vary less than the data. Missing cells are filled at z = the mean of q(z|x_observed).
    /// </summary>
    Mean,

    /// <summary>
    /// A sample from p(x|z), so that values vary like the data: numbers with the noise of their likelihood, Booleans and keys by their
    /// probabilities. For table models.
    /// </summary>
    /// <remarks>
    /// The missing cells of a row are a sample from their joint distribution given the observed cells. They are sampled one after the
    /// other: z from q(z|x_observed), then a cell from p(x|z), which counts as observed for the next cell. Run it with
    /// several seeds to get several completed tables. Their differences show how uncertain the filled cells are (multiple imputation, Rubin 1987).
    /// </remarks>
    Draw,
}
