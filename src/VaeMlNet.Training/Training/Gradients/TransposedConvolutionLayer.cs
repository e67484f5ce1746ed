using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// A transposed convolution as matrix products. The input's pixels X give windows X W, which are summed into the output. With
/// the windows dY of the output's gradient, dW = X' dY and dX = dY W'.
/// </summary>
internal sealed class TransposedConvolutionLayer : GradientLayer
{
    private readonly LayerParameters parameters;
    private readonly KernelMatrix kernel;
    private readonly WindowBlocks blocks;
    private readonly Tensor output; // [n, H * W * O]
    private readonly Tensor outputPixels; // [n * H * W, O]
    private readonly Tensor? inputGradient; // [n, pixels * C]
    private readonly Tensor? inputPixelGradient; // [n * pixels, C]
    private Tensor? inputPixels; // [n * pixels, C]

    /// <param name="parameters">Weight [C, O, KH, KW], bias [O].</param>
    /// <param name="grid">The windows of an output.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">Whether an earlier layer has parameters.</param>
    public TransposedConvolutionLayer(
        LayerParameters parameters,
        WindowGrid grid,
        long rowCount,
        bool needsInputGradient
    )
    {
        this.parameters = parameters;
        var inputChannels = parameters.Weight.shape[0];
        kernel = new(parameters);
        output = empty(rowCount, grid.Image.Size);
        blocks = new(grid, rowCount, output);
        outputPixels = output.view(-1, grid.Image.Channels);
        inputGradient = needsInputGradient ? empty(rowCount, grid.Count * inputChannels) : null;
        inputPixelGradient = inputGradient?.view(-1, inputChannels);
    }

    public override Tensor Forward(Tensor x)
    {
        inputPixels = x.view(-1, parameters.Weight.shape[0]);
        kernel.Load();
        foreach (var block in blocks)
        {
            block.Windows.Matrix.addmm_(block.PixelsOf(inputPixels), kernel.Matrix, 0, 1);
            block.Sums!.Compute();
        }

        if (parameters.Bias is { } bias)
        {
            outputPixels.add_(bias, Held(1));
        }

        return output;
    }

    public override Tensor? Backward(Tensor gradient)
    {
        foreach (var block in blocks)
        {
            var windows = block.Windows.Matrix;
            block.Windows.CopyFrom(block.RowsOf(gradient));
            kernel.Gradient.addmm_(block.PixelsOf(inputPixels!).t(), windows, block.Start == 0 ? 0 : 1, 1);
            if (inputPixelGradient is not null)
            {
                block.PixelsOf(inputPixelGradient).addmm_(windows, kernel.Transposed, 0, 1);
            }
        }

        kernel.StoreGradient();
        parameters.BiasGradient?.copy_(gradient.view(outputPixels.shape).sum(dim: 0)); // more exact than a product with ones
        return inputGradient;
    }
}
