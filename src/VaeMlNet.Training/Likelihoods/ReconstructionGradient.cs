using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>-log p(x|z) of a batch, with its gradient by the decoder's outputs written out.</summary>
/// <remarks>Made by <see cref="Likelihood.NewGradient"/>. Intermediate tensors are left to the caller's dispose scope.</remarks>
internal abstract class ReconstructionGradient
{
    /// <summary>Gives the sum over slots and rows, and puts its gradient in the place of the decoder's outputs.</summary>
    /// <param name="parameters">The decoder's outputs, [n, P]; then the gradient.</param>
    /// <param name="x">[n, D].</param>
    /// <param name="factor">The factor of the gradient.</param>
    /// <returns>In nats.</returns>
    public abstract double Replace(Tensor parameters, Tensor x, double factor);
}
