using TorchSharp;

namespace VaeMlNet;

/// <summary>
/// A mixture of Gaussians with diagonal covariances as the prior, whose weights, means and variances are learned (Dilokthanakul et al. 2016,
/// without a network for its parameters).
/// </summary>
/// <remarks>Choose it if the data has clusters.</remarks>
public sealed record MixturePriorOptions : VaePriorOptions
{
    /// <summary>Gets the number of components.</summary>
    /// <value>Default: 10. Range: 1 to 10,000, and at most 500,000 divided by the number of latents.</value>
    public int Components { get; init; } = 10;

    internal override void Check(int latentDim)
    {
        OptionRange.Require(Components is >= 1 and <= 10_000, "Prior.Components", Components, $"1 to 10000");
        CheckSize(2.0 * Components * latentDim, "Prior.Components", Components);
    }

    internal override long LeastNumbers => Components;

    internal override LearnedPrior Create(
        int latentDim,
        int encoderWidth,
        Func<torch.Tensor, (torch.Tensor Mean, torch.Tensor LogVariance)> encode
    ) => new GaussianMixturePrior(latentDim, Components);
}
