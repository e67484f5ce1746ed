namespace VaeMlNet;

/// <summary>The values that <c>VaeImpute</c> fills missing cells with.</summary>
public enum VaeImputeKind
{
    /// <summary>
    /// The mean of p(x|z) for numbers and its most probable category for keys, at z = the mean of q(z|x_observed): one best
    /// value, the same in every pass. Filled cells vary less than observed ones do.
    /// </summary>
    PosteriorMean,

    /// <summary>
    /// A draw: z from q(z|x_observed), then the missing cells from p(x|z). Run it with several seeds for several completed
    /// tables, whose differences show how uncertain the filled cells are: multiple imputation (Rubin 1987).
    /// </summary>
    Draw,
}
