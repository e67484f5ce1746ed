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

    /// <summary>Gets the seed of the samples.</summary>
    /// <value>Default: 1. Range: any number.</value>
    /// <remarks>
    /// Another seed gives other samples. For multiple imputation (Rubin 1987), complete the data m times, with seeds 1 to m,
    /// analyze each completed table, and pool the results. Ignored unless <see cref="Kind"/> is <see
    /// cref="VaeImputeKind.Draw"/>.
    /// </remarks>
    public int Seed { get; init; } = 1;
}
