using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The formulas of the posterior q(z|x) = N(mean, diag(exp(logVariance))) over latents with the prior N(0, I).</summary>
/// <remarks>Intermediate tensors belong to the caller's dispose scope, so that formulas read as in the paper.</remarks>
internal static class DiagonalGaussian
{
    /// <summary>Returns z = mean + exp(logVariance / 2) * eps (Kingma &amp; Welling 2014, sec. 2.4).</summary>
    /// <param name="mean">[N, L].</param>
    /// <param name="logVariance">[N, L].</param>
    /// <param name="eps">Samples from N(0, 1), [N, L]. The caller passes them and thereby controls the randomness.</param>
    /// <returns>[N, L].</returns>
    public static Tensor Reparameterize(Tensor mean, Tensor logVariance, Tensor eps) =>
        mean.Plus((logVariance * Held(0.5)).exp() * eps);

    /// <summary>
    /// Returns KL(q(z|x) || N(0, I)) of each latent of each row in nats: (mean^2 + variance - 1 - logVariance) / 2 (Kingma
    /// &amp; Welling 2014, App. B). Never negative.
    /// </summary>
    /// <returns>[N, L].</returns>
    public static Tensor KlPerLatent(Tensor mean, Tensor logVariance) =>
        (mean.Squared().Plus(logVariance.exp()) - logVariance - Held(1)) * Held(0.5);

    /// <summary>
    /// Returns log N(z; 0, I) - log N(z; mean, exp(logVariance)) of each row in nats: the sum over latents of ((z - mean)^2 /
    /// variance + logVariance - z^2) / 2. Its mean over samples from q(z|x) is -KL.
    /// </summary>
    /// <returns>[N].</returns>
    public static Tensor LogPriorOverPosterior(Tensor mean, Tensor logVariance, Tensor z) =>
        (((z - mean).Squared() * (-logVariance).exp()).Plus(logVariance) - z.Squared()).sum(1) * Held(0.5);
}
