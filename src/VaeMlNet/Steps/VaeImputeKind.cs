namespace VaeMlNet;

/// <summary>The kinds of values that <c>VaeImpute</c> writes into missing cells.</summary>
public enum VaeImputeKind
{
    /// <summary>
    /// The mean of p(x|z) for numbers and the most probable category for keys, at z = the mean of q(z|x_observed). It is one
    /// best value, the same in every pass. Filled cells vary less than observed cells.
    /// </summary>
    PosteriorMean,

    /// <summary>
    /// A sample of the missing cells of a row from their joint distribution given the observed cells. The cells are sampled one after the
    /// other: z from q(z|x_observed), then a cell from p(x|z), which counts as observed for the next cell. Run it with
    /// several seeds to get several completed tables. Their differences show how uncertain the filled cells are (multiple imputation, Rubin 1987).
    /// </summary>
    Draw,
}
