namespace VaeMlNet;

/// <summary>
/// Options for Gaussian latents on two levels (ladder VAE; Sønderby et al. 2016): upper latents describe the row as a whole, and the prior of
/// the lower latents depends on them.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="VaeTrainerOptions.LatentDim"/> sets the number of latents of both levels. A latent row contains the lower latents first, in units
/// of their prior: 0 is the value that the upper latents expect, and 1 is one standard deviation. The prior of a latent row is therefore N(0, I),
/// so that samplers, scores and mixtures are those of Gaussian latents.
/// </para>
/// <para>
/// Train with a KL warm-up (<see cref="VaeKlOptions"/>), as the paper does. Otherwise the upper latents often stay unused. Scores use the
/// posterior of the lower latents at the mean of the upper ones. Learned priors and objectives that need the density of all rows are refused.
/// </para>
/// </remarks>
public sealed record LadderLatentOptions : VaeLatentOptions
{
    /// <summary>Gets the number of upper latents.</summary>
    /// <value>Default: null, which chooses a quarter of <see cref="VaeTrainerOptions.LatentDim"/>. Range: 1 to LatentDim - 1.</value>
    /// <remarks>Choose more if nearly all upper latents are active.</remarks>
    public int? UpperDim { get; init; }

    /// <summary>Gets the width of the hidden layer between the levels, in both directions.</summary>
    /// <value>Default: 128. Range: 1 and up.</value>
    public int HiddenDim { get; init; } = 128;

    internal override void Check(int latentDim)
    {
        OptionRange.Require(
            latentDim >= 2,
            "LatentDim",
            latentDim,
            $"2 and up for {nameof(LadderLatentOptions)}, at least one latent on each level"
        );
        OptionRange.Require(
            UpperDim is null || (UpperDim >= 1 && UpperDim < latentDim),
            "Latent.UpperDim",
            UpperDim ?? 0,
            $"1 to LatentDim - 1 ({latentDim - 1})"
        );
        OptionRange.AtLeast(HiddenDim, 1, "Latent.HiddenDim");
    }

    internal override LatentDistribution Create(int latentDim) =>
        new LadderLatent(latentDim, UpperDim ?? Math.Max(1, latentDim / 4), HiddenDim);
}
