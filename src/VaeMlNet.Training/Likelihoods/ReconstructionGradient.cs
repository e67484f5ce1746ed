using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Computes -log p(x|z) of a batch, and its gradient with respect to the decoder's outputs, by manual backpropagation.
/// </summary>
/// <remarks>Created by <see cref="Likelihood.NewGradient"/>. Intermediate tensors belong to the caller's dispose scope.</remarks>
internal abstract class ReconstructionGradient
{
    /// <summary>Returns the sum over slots and rows, and replaces the decoder's outputs by the gradient.</summary>
    /// <param name="parameters">The decoder's outputs, [n, P]; afterwards the gradient.</param>
    /// <param name="x">[n, D].</param>
    /// <param name="factor">The factor of the gradient.</param>
    /// <returns>The sum in nats.</returns>
    public abstract double Replace(Tensor parameters, Tensor x, double factor);
}
