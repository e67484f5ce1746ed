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
    /// <value>Default: <see cref="VaeImputeKind.PosteriorMean"/>.</value>
    public VaeImputeKind Kind { get; init; } = VaeImputeKind.PosteriorMean;

    /// <summary>
    /// Gets the text that is appended to the name of each filled column to get the name of a column with the uncertainties of its cells.
    /// </summary>
    /// <value>Default: null, which means no such columns. For instance "Uncertainty". An empty text is an error.</value>
    /// <remarks>
    /// The uncertainty of a number is the standard deviation of its distribution given the observed cells, in the unit of the column: that of
    /// p(x|z), and with <see cref="SampleCount"/> also that of the means over z. It is infinite for Student's t with 2 degrees of freedom or
    /// less. The uncertainty of a key is 1 - the probability of the most probable category. Observed cells have NaN. Set it to see which
    /// filled cells are little more than guesses. Only for <see cref="VaeImputeKind.PosteriorMean"/>; an error with draws, which differ from
    /// each other by this uncertainty. A step with uncertainties cannot be saved.
    /// </remarks>
    public string? UncertaintySuffix { get; init; }

    /// <summary>
    /// Gets the number of samples of z with the importance weights p(x_observed|z) p(z) / q(z|x_observed) (MIWAE; Mattei and Frellsen 2019,
    /// sections 3.2 and 3.3). Means are averaged over the samples. For draws, one of the samples is chosen by its weight, and all missing
    /// cells of the row are sampled from it.
    /// </summary>
    /// <value>
    /// Default: 0, which means z = the mean of q(z|x_observed) for means, and cells sampled one after the other for draws. Range: 0 to 1,000.
    /// </value>
    /// <remarks>
    /// Set 100 for models that were trained with Beta = 1 and without hidden cells, where the error of means is about a fifth smaller. It is
    /// larger for models that were trained with hidden cells, because their loss is not the bound that the weights belong to. Draws take one
    /// run of the decoder for each sample instead of one run for each missing cell. A step with samples cannot be saved.
    /// </remarks>
    public int SampleCount { get; init; }

    /// <summary>Gets the seed of the samples.</summary>
    /// <value>Default: 1. Range: any number.</value>
    /// <remarks>
    /// Another seed gives other samples. For multiple imputation (Rubin 1987), complete the data m times, with seeds 1 to m,
    /// analyze each completed table, and pool the results. Ignored for <see cref="VaeImputeKind.PosteriorMean"/>
    /// without <see cref="SampleCount"/>.
    /// </remarks>
    public int Seed { get; init; } = 1;
}
