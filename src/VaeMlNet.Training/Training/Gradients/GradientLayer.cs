using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A layer with manual backpropagation, for batches of one size. It computes into buffers that are created once, whereas
/// autograd creates every tensor again in every step.
/// </summary>
/// <remarks>
/// Rows are matrices [n, width]. An image is a row of H * W * C numbers, channels last, so that a convolution is a matrix
/// product. Buffers belong to the dispose scope in which the layer was created. Used without recording of gradients, by one
/// thread at a time.
/// </remarks>
internal abstract class GradientLayer
{
    /// <summary>Computes the layer.</summary>
    /// <param name="x">
    /// The input, [n, in]. <see cref="Backward"/> reads it again, so it must not change until then. An activation overwrites
    /// it, because the previous layer does not read it again.
    /// </param>
    /// <returns>[n, out], the same tensor in every call.</returns>
    public abstract Tensor Forward(Tensor x);

    /// <summary>Overwrites the gradients of the layer's parameters.</summary>
    /// <param name="gradient">
    /// The gradient of the loss with respect to the layer's output, [n, out]. It may be overwritten.
    /// </param>
    /// <returns>
    /// The gradient with respect to x, [n, in], the same tensor in every call; null if the layer was created without it.
    /// </returns>
    public abstract Tensor? Backward(Tensor gradient);
}

/// <summary>The parameters of a layer and their gradients, as views of flat vectors.</summary>
/// <param name="Weight">The weight, in the shape of the module.</param>
/// <param name="Bias">The bias, [out]; null if the layer has none.</param>
/// <param name="WeightGradient">The gradient of the weight, of the same shape.</param>
/// <param name="BiasGradient">The gradient of the bias, of the same shape.</param>
internal sealed record LayerParameters(Tensor Weight, Tensor? Bias, Tensor WeightGradient, Tensor? BiasGradient)
{
    /// <summary>Gets a value indicating whether the matrix products of the layer may be computed in bfloat16.</summary>
    public bool UsesMixedPrecision { get; init; }
}
