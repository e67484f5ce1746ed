using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A layer whose gradient is written out, for batches of one size: it computes into buffers made once, where autograd makes
/// every tensor of every step anew.
/// </summary>
/// <remarks>
/// Rows are matrices [n, width]; an image is a row of H * W * C numbers, channels last, so that a convolution is a matrix
/// product. Buffers belong to the dispose scope in which the layer was made. Called without recording of gradients, by one
/// thread at a time.
/// </remarks>
internal abstract class GradientLayer
{
    /// <summary>Computes the layer.</summary>
    /// <param name="x">
    /// [n, in]; read again by <see cref="Backward"/>, so it stays as it is until then. An activation computes in the place of
    /// it, which the layer before does not look at any more.
    /// </param>
    /// <returns>[n, out], the same tensor at every call.</returns>
    public abstract Tensor Forward(Tensor x);

    /// <summary>Writes the gradients of the layer's parameters over those of the step before.</summary>
    /// <param name="gradient">That of the loss by the layer's output, [n, out]; may be overwritten.</param>
    /// <returns>That by x, [n, in], the same tensor at every call; null when the layer was made not to give it.</returns>
    public abstract Tensor? Backward(Tensor gradient);
}
