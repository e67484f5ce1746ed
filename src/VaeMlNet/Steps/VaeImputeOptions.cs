using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Options for <c>VaeImpute</c>.</summary>
/// <inheritdoc cref="VaeStepOptions" path="/remarks"/>
public sealed record VaeImputeOptions : VaeStepOptions
{
    /// <summary>Gets the columns to fill and the names of the filled columns, as pairs of output name and input name.</summary>
    /// <value>
    /// Default: null, which means every number and key column of the model under its own name, so that it hides the column with
    /// missing values. An empty array is an error.
    /// </value>
    /// <remarks>
    /// Set it to fill some columns only, or to keep the columns with missing values. The model reads all its columns in any
    /// case.
    /// </remarks>
    public InputOutputColumnPair[]? Columns { get; init; }

    /// <summary>Gets the kind of values that missing cells are filled with.</summary>
    /// <value>Default: <see cref="VaeDecodedValues.Mean"/>.</value>
    public VaeDecodedValues Values { get; init; }

    /// <summary>
    /// Gets the text that is appended to the name of each filled column to get the name of a column with the uncertainties of its cells.
    /// </summary>
    /// <value>Default: null, which means no such columns. For instance "Uncertainty". An empty text is an error.</value>
    /// <remarks>
    /// The uncertainty of a number is the standard deviation of its distribution given the observed cells, in the unit of the column: that of
    /// p(x|z). It is infinite for Student's t with 2 degrees of freedom or
    /// less. The uncertainty of a key is 1 - the probability of the most probable category. Observed cells have NaN. Set it to see which
    /// filled cells are little more than guesses. Only for <see cref="VaeDecodedValues.Mean"/>; an error with draws, which differ from
    /// each other by this uncertainty. A step with uncertainties cannot be saved.
    /// </remarks>
    public string? UncertaintySuffix { get; init; }

    /// <summary>Gets the seed of the samples.</summary>
    /// <value>Default: 1. Range: any number.</value>
    /// <remarks>
    /// Another seed gives other samples. For multiple imputation (Rubin 1987), complete the data m times, with seeds 1 to m,
    /// analyze each completed table, and pool the results. Ignored for <see cref="VaeDecodedValues.Mean"/>.
    /// </remarks>
    public int Seed { get; init; } = 1;
}
