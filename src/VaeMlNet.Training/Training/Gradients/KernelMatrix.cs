using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The weight of a convolution in the order of channels-last windows, and its gradient.</summary>
internal sealed class KernelMatrix
{
    private readonly Tensor weight; // [A, KH, KW, B], a view of the module's [A, B, KH, KW]
    private readonly Tensor weightGradient; // a view of the gradient, in the same order
    private readonly Tensor values; // [A, KH, KW, B]
    private readonly Tensor gradient; // [A, KH, KW, B]

    /// <param name="parameters">
    /// The parameters of the layer. A are the channels of the small image, and B those of the image with the windows.
    /// </param>
    public KernelMatrix(LayerParameters parameters)
    {
        weight = parameters.Weight.permute(0, 2, 3, 1);
        weightGradient = parameters.WeightGradient.permute(0, 2, 3, 1);
        values = empty(weight.shape);
        Matrix = values.view(weight.shape[0], -1);
        Transposed = Matrix.t();
        var (channels, size) = (Matrix.shape[0], Matrix.shape[1]);
        if (channels <= size)
        {
            gradient = empty(weight.shape);
            Gradient = gradient.view(channels, size);
        }
        else // products are faster into few long rows than into many short ones
        {
            var transposed = empty(size, channels);
            gradient = transposed.view([.. weight.shape[1..], channels]).permute(3, 0, 1, 2);
            Gradient = transposed.t();
        }
    }

    /// <summary>Gets the weight, [A, KH * KW * B].</summary>
    public Tensor Matrix { get; }

    /// <summary>Gets the weight, [KH * KW * B, A].</summary>
    public Tensor Transposed { get; }

    /// <summary>Gets the gradient with respect to <see cref="Matrix"/>, with the same shape.</summary>
    public Tensor Gradient { get; }

    /// <summary>Copies the module's weight.</summary>
    public void Load() => values.copy_(weight);

    /// <summary>Copies <see cref="Gradient"/> to the gradient of the module's weight.</summary>
    public void StoreGradient() => weightGradient.copy_(gradient);
}
