namespace VaeMlNet;

/// <summary>
/// Options for discrete latents with a codebook (VQ-VAE; van den Oord et al. 2017): each latent is a vector that is
/// replaced by the nearest of K learned vectors. The number of that vector is its code.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="VaeTrainerOptions.LatentDim"/> sets the number of codes M of a row. A latent row has M * <see cref="CodeWidth"/> numbers, the chosen
/// vectors side by side. All M codes share the codebook. The head of the encoder is a linear layer for any network, so that the codes of a
/// convolutional network are not a field of places.
/// </para>
/// <para>
/// The decoder's gradient passes straight through to the encoder (sec. 3.2). The loss of a row is -log p(x|z), plus the commitment term, plus the
/// KL divergence from a uniform prior over codes, which is M log K for every row. The codebook has no gradient: it follows the encoder as an
/// exponential moving average (app. A.1). Row weights apply to that average; trimming does not.
/// </para>
/// <para>Sampling draws each code by its share in training, independently of the other codes. An autoregressive prior is not included.</para>
/// </remarks>
public sealed record VectorQuantizedLatentOptions : VaeLatentOptions
{
    /// <summary>The largest number of values in the codebook, and of shares of codes, which keeps manifest.json below its limits.</summary>
    internal const long LargestCount = 1_000_000;

    /// <summary>Gets the number of vectors K in the codebook.</summary>
    /// <value>
    /// Default: 512. Range: 2 to 65,536, and at most 1,000,000 divided by <see cref="CodeWidth"/> and by the number of codes of a row.
    /// </value>
    /// <remarks>Choose fewer for small data: codes that no row uses are restarted again and again.</remarks>
    public int CodebookSize { get; init; } = 512;

    /// <summary>Gets the width W of a vector in the codebook.</summary>
    /// <value>Default: 16. Range: 1 to 4,096.</value>
    public int CodeWidth { get; init; } = 16;

    /// <summary>
    /// Gets the weight of the commitment term, the squared distance of the encoder's vectors from their codes, summed over the row (eq. 3; the paper
    /// averages it over the codes). Its gradient moves the encoder, not the codebook.
    /// </summary>
    /// <value>Default: 0.25, as in the paper. Range: 0 and up.</value>
    /// <remarks>Choose more if the encoder's vectors move faster than the codebook, so that the loss rises.</remarks>
    public double CommitmentWeight { get; init; } = 0.25;

    /// <summary>Gets the share of the codebook's average that a step keeps (app. A.1, gamma).</summary>
    /// <value>Default: 0.99. Range: 0 and up, below 1.</value>
    public double CodebookDecay { get; init; } = 0.99;

    /// <summary>
    /// Gets the use below which a code is restarted, as a share of the mean use of the codes. A restarted code becomes a random vector of the
    /// encoder in the current batch (Dhariwal et al. 2020, sec. 3.1), and starts with the mean use.
    /// </summary>
    /// <value>Default: 0.1. Range: 0 and up, below 1. 0 restarts no code.</value>
    /// <remarks>Without restarts, a code that is the nearest of no vector stays unused. In the worst case, all rows have one code (codebook collapse).</remarks>
    public double RestartBelow { get; init; } = 0.1;

    internal override int WidthPerLatent => CodeWidth;

    internal override void Check(int latentDim)
    {
        OptionRange.Require(CodeWidth is >= 1 and <= 4096, "Latent.CodeWidth", CodeWidth, $"1 to 4096");
        OptionRange.Require(
            CodebookSize is >= 2 and <= 65_536
                && (long)CodebookSize * CodeWidth <= LargestCount
                && (long)CodebookSize * latentDim <= LargestCount,
            "Latent.CodebookSize",
            CodebookSize,
            $"2 to 65536, and at most {LargestCount} divided by Latent.CodeWidth ({CodeWidth}) and by LatentDim ({latentDim})"
        );
        OptionRange.FiniteAtLeast(CommitmentWeight, 0, "Latent.CommitmentWeight");
        OptionRange.Share(CodebookDecay, "Latent.CodebookDecay");
        OptionRange.Share(RestartBelow, "Latent.RestartBelow");
    }

    internal override LatentDistribution Create(int latentDim) => new VectorQuantizedLatent(latentDim, this);
}
