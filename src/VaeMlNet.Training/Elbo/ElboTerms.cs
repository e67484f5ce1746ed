using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The terms of -ELBO of a batch, as tensors with gradients in nats: per row, and per latent.</summary>
/// <remarks>
/// Row weights, free bits and similar options are applied to these terms. The tensors belong to the caller's dispose scope.
/// </remarks>
/// <param name="Reconstruction">-log p(x|z), summed over slots, [N].</param>
/// <param name="KlPerLatent">KL(q(z|x) || p(z)) of each latent, [N, L]; with a learned prior that of all latents together, [N, 1].</param>
internal readonly record struct ElboTerms(Tensor Reconstruction, Tensor KlPerLatent)
{
    /// <summary>Returns the mean of <see cref="Reconstruction"/> over rows; a scalar.</summary>
    public Tensor MeanReconstruction() => Reconstruction.mean();

    /// <summary>Returns KL(q(z|x) || p(z)), summed over latents and averaged over rows; a scalar.</summary>
    public Tensor MeanKl() => KlPerLatent.sum() / Held((double)KlPerLatent.shape[0]);
}
