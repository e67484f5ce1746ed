using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The terms of -ELBO of a batch as tensors that carry gradients, in nats: per row, and per latent.</summary>
/// <remarks>Weights of rows, free bits and the like are arithmetic on these. Tensors of the caller's dispose scope.</remarks>
/// <param name="Reconstruction">-log p(x|z), summed over slots, [N].</param>
/// <param name="KlPerLatent">KL(q(z|x) || p(z)) of each latent, [N, L].</param>
internal readonly record struct ElboTerms(Tensor Reconstruction, Tensor KlPerLatent)
{
    /// <summary>The mean of <see cref="Reconstruction"/> over rows; a scalar.</summary>
    public Tensor MeanReconstruction() => Reconstruction.mean();

    /// <summary>KL(q(z|x) || p(z)), summed over latents, mean over rows; a scalar.</summary>
    public Tensor MeanKl() => KlPerLatent.sum() / (double)KlPerLatent.shape[0];
}
