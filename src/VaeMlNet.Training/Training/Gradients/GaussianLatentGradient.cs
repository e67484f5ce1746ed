using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Computes z and KL of a Gaussian posterior, like <see cref="DiagonalGaussian"/>, and their gradients with respect to the
/// head, by manual backpropagation.
/// </summary>
/// <remarks>Buffers belong to the dispose scope in which it was created.</remarks>
internal sealed class GaussianLatentGradient
{
    private readonly Tensor z; // [n, L]
    private readonly Tensor deviation; // [n, L], exp(logVariance / 2)
    private readonly Tensor headGradient; // [n, 2 L]
    private readonly Tensor meanGradient; // [n, L], a view of headGradient
    private readonly Tensor logVarianceGradient; // [n, L], the other half
    private readonly double? logVarianceBound;
    private Tensor? mean;
    private Tensor? logVariance;
    private Tensor? noise;

    /// <param name="rowCount">The number of rows n.</param>
    /// <param name="latentDim">The number of latents L.</param>
    /// <param name="logVarianceBound">The largest magnitude of a log-variance; null for no bound.</param>
    public GaussianLatentGradient(long rowCount, long latentDim, double? logVarianceBound = null)
    {
        this.logVarianceBound = logVarianceBound;
        z = empty(rowCount, latentDim);
        deviation = empty(rowCount, latentDim);
        headGradient = empty(rowCount, 2 * latentDim);
        meanGradient = headGradient.narrow(1, 0, latentDim);
        logVarianceGradient = headGradient.narrow(1, latentDim, latentDim);
    }

    /// <summary>Samples z = mean + exp(logVariance / 2) * noise, [n, L].</summary>
    /// <param name="head">
    /// Mean and log-variance side by side, [n, 2 L]. It is read until <see cref="Backward"/>, like <paramref name="noise"/>. Log-variances
    /// beyond the bound are replaced by it; the gradient passes through unchanged.
    /// </param>
    /// <param name="noise">[n, L].</param>
    public Tensor Sample(Tensor head, Tensor noise)
    {
        this.noise = noise;
        mean = head.narrow(1, 0, z.shape[1]);
        logVariance = head.narrow(1, z.shape[1], z.shape[1]);
        if (logVarianceBound is { } bound)
        {
            logVariance.clamp_(Held(-bound), Held(bound));
        }

        deviation.copy_(logVariance).mul_(Held(0.5)).exp_();
        z.copy_(mean).addcmul_(deviation, noise, Held(1));
        return z;
    }

    /// <summary>Returns KL(q(z|x) || N(0, I)) in nats, summed over latents and rows; a scalar.</summary>
    public Tensor KlSum() => DiagonalGaussian.KlPerLatent(mean!, logVariance!).sum();

    /// <summary>Returns the gradient with respect to the head, [n, 2 L]: that of z, plus that of KL times a factor.</summary>
    /// <param name="gradient">The gradient with respect to z, [n, L].</param>
    /// <param name="klFactor">The factor of the sum of KL in the loss.</param>
    public Tensor Backward(Tensor gradient, double klFactor)
    {
        // dKL/dmean = mean; dKL/dlogVariance = (variance - 1) / 2.
        meanGradient.copy_(gradient).add_(mean!, Held(klFactor));
        logVarianceGradient.copy_(gradient).mul_(noise!).mul_(deviation);
        logVarianceGradient.addcmul_(deviation, deviation, Held(klFactor)).sub_(Held(klFactor)).mul_(Held(0.5));
        return headGradient;
    }
}
