using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Options for <c>VaeImpute</c>.</summary>
/// <inheritdoc cref="VaeStepOptions" path="/remarks"/>
public sealed record VaeImputeOptions : VaeStepOptions
{
    /// <summary>Gets the columns to fill and the names of the filled columns, as pairs of output name and input name.</summary>
    /// <value>
    /// Default: null, which means every number and key column that the step reads under its own name, so that it hides the column with
    /// missing values. An empty array is an error.
    /// </value>
    /// <remarks>
    /// Set it to fill some columns only, or to keep the columns with missing values. The model reads all columns that
    /// <c>inputColumnNames</c> names in any case. With <see cref="VaeStepOptions.AllowMissingColumns"/>, these names can leave columns out. Such a column is filled
    /// only if it is named here, best with an output name of its own: all its cells are computed, also where the data has it.
    /// </remarks>
    public InputOutputColumnPair[]? Columns { get; init; }

    /// <summary>Gets whether missing cells are filled with samples from p(x|z), so that filled cells vary like the data.</summary>
    /// <value>
    /// Default: false, which means one best value, the same in every pass, at z = the mean of q(z|x_observed): the mean of p(x|z) for numbers, and
    /// the most probable key. These values vary less than the data.
    /// </value>
    /// <remarks>
    /// The samples of a row's missing cells are from their joint distribution given the observed cells. They are drawn one after the other: z
    /// from q(z|x_observed), then a cell from p(x|z), which counts as observed for the next cell. Set it and run with several seeds to get several
    /// completed tables. Their differences show how uncertain the filled cells are (multiple imputation, Rubin 1987). Samples of keys are the model's
    /// own, without the regressions with which means are blended, as are their uncertainties. A step with samples cannot be saved.
    /// </remarks>
    public bool DrawsValues { get; init; }

    /// <summary>
    /// Gets the text that is appended to the name of each filled column to get the name of a column with the uncertainties of its cells.
    /// </summary>
    /// <value>Default: null, which means no such columns. For instance "Uncertainty". An empty text is an error.</value>
    /// <remarks>
    /// The uncertainty of a number is the standard deviation of its distribution given the observed cells, in the unit of the column: that of
    /// p(x|z). It is infinite for Student's t with 2 degrees of freedom or
    /// less. The uncertainty of a key is 1 - the probability of the filled category by p(x|z); it is high where the regressions, with which the
    /// model is blended, choose another category than the model. Observed cells have NaN. Set it to see which
    /// filled cells are little more than guesses. An error with <see cref="DrawsValues"/>, because samples
    /// differ from each other by this uncertainty. A step with uncertainties cannot be saved.
    /// </remarks>
    public string? UncertaintySuffix { get; init; }

    /// <summary>Gets the seed of the samples.</summary>
    /// <value>Default: 1. Range: any number.</value>
    /// <remarks>
    /// Another seed gives other samples. For multiple imputation (Rubin 1987), complete the data m times, with seeds 1 to m,
    /// analyze each completed table, and pool the results. Ignored unless <see cref="DrawsValues"/>.
    /// </remarks>
    public int Seed { get; init; } = 1;
}
