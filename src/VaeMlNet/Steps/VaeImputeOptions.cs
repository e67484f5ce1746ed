using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Settings of <c>VaeImpute</c>.</summary>
/// <remarks><inheritdoc cref="VaeStepOptions" path="/remarks"/></remarks>
public sealed class VaeImputeOptions : VaeStepOptions
{
    /// <summary>
    /// Which columns to fill, and the names of the filled ones: output name first, then the name of the input column. Default:
    /// null, which means every number and key column of the model under its own name, so that it hides the one with gaps. The
    /// model reads all its columns in any case. Empty arrays are refused.
    /// </summary>
    public InputOutputColumnPair[]? Columns { get; set; }

    /// <summary>
    /// Gets or sets the values that missing cells are filled with. Default: <see cref="VaeImputeKind.PosteriorMean"/>.
    /// </summary>
    public VaeImputeKind Kind { get; set; } = VaeImputeKind.PosteriorMean;

    /// <summary>
    /// Seed of the draws: any number, another one gives other draws. Default: 1. Ignored unless <see cref="Kind"/> is
    /// <see cref="VaeImputeKind.Draw"/>. For multiple imputation (Rubin 1987) complete the data m times, with seeds 1 to m,
    /// analyse each completed table, and pool the results.
    /// </summary>
    public int Seed { get; set; } = 1;
}
