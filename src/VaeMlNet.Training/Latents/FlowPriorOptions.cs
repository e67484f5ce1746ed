using TorchSharp;

namespace VaeMlNet;

/// <summary>
/// A normalizing flow as the prior: affine couplings convert N(0, I) to p(z) (Dinh et al. 2017, "Density estimation using Real NVP", sec. 3.2). It
/// starts as N(0, I).
/// </summary>
/// <remarks>
/// Choose it for smooth distributions of any shape. Density and samples take one pass each, unlike those of autoregressive flows. Scores use the
/// mean of log p(z) at 16 fixed points, the posterior mean plus and minus the standard deviations with 8 patterns of signs; it is exact
/// where log p is quadratic without products of latents, as for N(0, I). Needs at least 2 latents.
/// </remarks>
public sealed record FlowPriorOptions : VaePriorOptions
{
    /// <summary>Gets the number of couplings. Each changes one half of the latents.</summary>
    /// <value>Default: 6. Range: 1 to 64.</value>
    public int Couplings { get; init; } = 6;

    /// <summary>Gets the number of hidden units of each coupling's network.</summary>
    /// <value>Default: 64. Range: 1 to 4,096, and at most 1,000,000 weights in all networks together.</value>
    public int HiddenDim { get; init; } = 64;

    internal override void Check(int latentDim)
    {
        OptionRange.Require(Couplings is >= 1 and <= 64, "Prior.Couplings", Couplings, $"1 to 64");
        OptionRange.Require(HiddenDim is >= 1 and <= 4096, "Prior.HiddenDim", HiddenDim, $"1 to 4096");
        CheckSize(1.5 * Couplings * HiddenDim * latentDim, "Prior.HiddenDim", HiddenDim);
        OptionRange.Require(latentDim >= 2, "LatentDim", latentDim, $"at least 2 with a flow as prior");
    }

    internal override long LeastNumbers => (long)Couplings * HiddenDim;

    internal override LearnedPrior Create(
        int latentDim,
        int encoderWidth,
        Func<torch.Tensor, (torch.Tensor Mean, torch.Tensor LogVariance)> encode
    ) => new FlowPrior(latentDim, Couplings, HiddenDim);
}
