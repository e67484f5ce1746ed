using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A convolution as matrix products. With the windows X of the input: Y = X W' + b, dW = dY' X and dX = dY W.</summary>
internal sealed class ConvolutionLayer : GradientLayer
{
    private readonly KernelMatrix kernel;
    private readonly BiasAndRelu bias;
    private readonly WindowBlock[] blocks;
    private readonly Tensor output; // [n, pixels * O]
    private readonly Tensor outputPixels; // [n * pixels, O]
    private readonly Tensor? inputGradient; // [n, H * W * C]
    private Tensor? input;

    /// <param name="parameters">Weight [O, C, KH, KW], bias [O].</param>
    /// <param name="grid">The windows of an input.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">Whether an earlier layer has parameters.</param>
    /// <param name="isRectified">Whether ReLU follows, which is then a part of this layer.</param>
    public ConvolutionLayer(
        LayerParameters parameters,
        WindowGrid grid,
        long rowCount,
        bool needsInputGradient,
        bool isRectified
    )
    {
        var channels = parameters.Weight.shape[0];
        kernel = new(parameters);
        bias = new(parameters, channels, isRectified);
        output = empty(rowCount, grid.Count * channels);
        outputPixels = output.view(-1, channels);
        inputGradient = needsInputGradient ? empty(rowCount, grid.Image.Size) : null;
        blocks = WindowBlock.Divide(grid, rowCount, channels);
    }

    public override Tensor Forward(Tensor x)
    {
        input = x;
        kernel.Load();
        bias.Load();
        foreach (var block in blocks)
        {
            block.Windows.CopyFrom(block.RowsOf(x));
            block.PixelsOf(outputPixels).addmm_(block.Windows.Matrix, kernel.Transposed, 0, 1);
            bias.Apply(block.RowsOf(output));
        }

        return output;
    }

    public override Tensor? Backward(Tensor gradient)
    {
        var pixels = gradient.view(outputPixels.shape); // [n * pixels, O]
        bias.ClearGradient();
        foreach (var block in blocks)
        {
            bias.Differentiate(block.RowsOf(gradient), block.RowsOf(output));
            block.Windows.CopyFrom(block.RowsOf(input!));
            kernel.Gradient.addmm_(block.PixelsOf(pixels).t(), block.Windows.Matrix, block.Start == 0 ? 0 : 1, 1);
            if (inputGradient is not null)
            {
                block.Windows.Matrix.addmm_(block.PixelsOf(pixels), kernel.Matrix, 0, 1);
                block.Windows.SumInto(block.RowsOf(inputGradient));
            }
        }

        kernel.StoreGradient();
        bias.StoreGradient();
        return inputGradient;
    }
}
