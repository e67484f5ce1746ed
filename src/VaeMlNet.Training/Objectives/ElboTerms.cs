using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The terms of -ELBO of a batch as tensors that carry gradients: scalars, in nats, mean over rows.</summary>
/// <param name="Reconstruction">-log p(x|z), summed over slots, mean over rows.</param>
/// <param name="Kl">KL(q(z|x) || N(0, I)), summed over latents, mean over rows.</param>
internal readonly record struct ElboTerms(Tensor Reconstruction, Tensor Kl)
{
    /// <summary>What training minimises: Reconstruction + beta * Kl (Higgins et al. 2017, eq. 4).</summary>
    public Tensor Loss(double beta) => Reconstruction + (Kl * beta);
}
