using System.Text.Json.Serialization;
using TorchSharp;

namespace VaeMlNet;

/// <summary>The prior p(z) of Gaussian latents. Scores, samples and the training loss use it.</summary>
/// <remarks>
/// <para>In JSON, the member <c>kind</c> names the prior. Thread safety: immutable.</para>
/// <para>
/// A learned prior is trained jointly with the network. Its KL divergence has no closed form: training and evaluation estimate it with one sample
/// per row, log q(z|x) - log p(z). Deterministic scores use the mean of log p(z) at 16 fixed points, the posterior mean plus and minus the standard
/// deviations with 8 patterns of signs; it is exact where log p is quadratic without products of latents, as for N(0, I). Free bits then apply to the
/// KL divergence of all latents together, with the minimum <see cref="VaeTrainerOptions.FreeBits"/> times their number.
/// </para>
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StandardNormalPriorOptions), "standard_normal")]
[JsonDerivedType(typeof(VampPriorOptions), "vamp")]
public abstract record VaePriorOptions
{
    private protected VaePriorOptions() { }

    /// <summary>Gets the prior N(0, I), which is not learned (Kingma &amp; Welling 2014). Its KL divergence has a closed form.</summary>
    public static VaePriorOptions StandardNormal { get; } = new StandardNormalPriorOptions();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal abstract void Check(int latentDim);

    /// <summary>Gets a lower bound of the number of weights, which a checkpoint's file must have.</summary>
    internal abstract long LeastNumbers { get; }

    /// <summary>Creates the prior; null for the standard normal one. The caller must dispose it.</summary>
    /// <param name="latentDim">The number of latents L.</param>
    /// <param name="encoderWidth">The width of the encoder's input, E.</param>
    /// <param name="encode">Returns mean and log-variance of the posterior, [N, L] each, of inputs of the encoder, [N, E].</param>
    internal abstract LearnedPrior? Create(
        int latentDim,
        int encoderWidth,
        Func<torch.Tensor, (torch.Tensor Mean, torch.Tensor LogVariance)> encode
    );
}
