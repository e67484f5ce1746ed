using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A transposed convolution as matrix products. The input's pixels X give windows X W, which are summed into the output. With
/// the windows dY of the output's gradient, dW = X' dY and dX = dY W'.
/// </summary>
internal sealed class TransposedConvolutionLayer : GradientLayer
{
    private readonly KernelMatrix kernel;
    private readonly BiasAndRelu bias;
    private readonly long inputChannels;
    private readonly WindowBlock[] blocks;
    private readonly Tensor output; // [n, H * W * O]
    private readonly Tensor? inputGradient; // [n, pixels * C]
    private readonly Tensor? inputPixelGradient; // [n * pixels, C]
    private Tensor? inputPixels; // [n * pixels, C]

    /// <param name="parameters">Weight [C, O, KH, KW], bias [O].</param>
    /// <param name="grid">The windows of an output.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">Whether an earlier layer has parameters.</param>
    /// <param name="isRectified">Whether ReLU follows, which is then a part of this layer.</param>
    public TransposedConvolutionLayer(
        LayerParameters parameters,
        WindowGrid grid,
        long rowCount,
        bool needsInputGradient,
        bool isRectified
    )
    {
        inputChannels = parameters.Weight.shape[0];
        kernel = new(parameters);
        bias = new(parameters, grid.Image.Channels, isRectified);
        output = empty(rowCount, grid.Image.Size);
        blocks = WindowBlock.Divide(grid, rowCount, inputChannels);
        inputGradient = needsInputGradient ? empty(rowCount, grid.Count * inputChannels) : null;
        inputPixelGradient = inputGradient?.view(-1, inputChannels);
    }

    public override Tensor Forward(Tensor x)
    {
        inputPixels = x.view(-1, inputChannels);
        kernel.Load();
        bias.Load();
        foreach (var block in blocks)
        {
            block.Windows.Matrix.addmm_(block.PixelsOf(inputPixels), kernel.Matrix, 0, 1);
            block.Windows.SumInto(block.RowsOf(output));
            bias.Apply(block.RowsOf(output));
        }

        return output;
    }

    public override Tensor? Backward(Tensor gradient)
    {
        bias.ClearGradient();
        foreach (var block in blocks)
        {
            bias.Differentiate(block.RowsOf(gradient), block.RowsOf(output));
            var windows = block.Windows.Matrix;
            block.Windows.CopyFrom(block.RowsOf(gradient));
            kernel.Gradient.addmm_(block.PixelsOf(inputPixels!).t(), windows, block.Start == 0 ? 0 : 1, 1);
            if (inputPixelGradient is not null)
            {
                block.PixelsOf(inputPixelGradient).addmm_(windows, kernel.Transposed, 0, 1);
            }
        }

        kernel.StoreGradient();
        bias.StoreGradient();
        return inputGradient;
    }
}
