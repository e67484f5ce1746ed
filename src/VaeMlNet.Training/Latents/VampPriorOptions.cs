using TorchSharp;

namespace VaeMlNet;

/// <summary>
/// The VampPrior: the average of the posteriors q(z|u) of learned pseudo-inputs u (Tomczak &amp; Welling 2018). It follows the distribution of
/// the data's latents, so that the KL term pushes them less towards one another.
/// </summary>
/// <remarks>
/// <para>
/// Choose it for a better fit of many rows, such as images. The pseudo-inputs start as random numbers with the mean and the standard deviation of
/// each input of the encoder, and never as copies of rows. A step also encodes the pseudo-inputs: 500 of them take about as long as 500 rows.
/// </para>
/// <para>Not for models with conditions, and not for networks with batch normalization.</para>
/// </remarks>
public sealed record VampPriorOptions : VaePriorOptions
{
    /// <summary>The largest number of means in the manifest, which keeps manifest.json below its limits.</summary>
    private const long LargestCount = 500_000;

    /// <summary>Gets the number of pseudo-inputs.</summary>
    /// <value>Default: 500, as in the paper. Range: 1 to 10,000, and at most 500,000 divided by the number of latents.</value>
    public int PseudoInputs { get; init; } = 500;

    internal override void Check(int latentDim) =>
        OptionRange.Require(
            PseudoInputs is >= 1 and <= 10_000 && (long)PseudoInputs * latentDim <= LargestCount,
            "Prior.PseudoInputs",
            PseudoInputs,
            $"1 to 10000, and at most {LargestCount} divided by LatentDim ({latentDim})"
        );

    internal override long LeastNumbers => PseudoInputs;

    internal override LearnedPrior Create(
        int latentDim,
        int encoderWidth,
        Func<torch.Tensor, (torch.Tensor Mean, torch.Tensor LogVariance)> encode
    ) => new VampPrior(latentDim, PseudoInputs, encoderWidth, encode);
}
