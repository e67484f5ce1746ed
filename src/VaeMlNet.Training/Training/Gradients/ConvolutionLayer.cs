using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>A convolution as matrix products. With the windows X of the input: Y = X W' + b, dW = dY' X and dX = dY W.</summary>
internal sealed class ConvolutionLayer : GradientLayer
{
    private readonly LayerParameters parameters;
    private readonly KernelMatrix kernel;
    private readonly WindowBlocks blocks;
    private readonly Tensor output; // [n, pixels * O]
    private readonly Tensor outputPixels; // [n * pixels, O]
    private readonly Tensor? inputGradient; // [n, H * W * C]
    private Tensor? input;

    /// <param name="parameters">Weight [O, C, KH, KW], bias [O].</param>
    /// <param name="grid">The windows of an input.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">Whether an earlier layer has parameters.</param>
    public ConvolutionLayer(LayerParameters parameters, WindowGrid grid, long rowCount, bool needsInputGradient)
    {
        this.parameters = parameters;
        var channels = parameters.Weight.shape[0];
        kernel = new(parameters);
        output = empty(rowCount, grid.Count * channels);
        outputPixels = output.view(-1, channels);
        inputGradient = needsInputGradient ? empty(rowCount, grid.Image.Size) : null;
        blocks = new(grid, rowCount, inputGradient);
    }

    public override Tensor Forward(Tensor x)
    {
        input = x;
        kernel.Load();
        foreach (var block in blocks)
        {
            block.Windows.CopyFrom(block.RowsOf(x));
            block.PixelsOf(outputPixels).addmm_(block.Windows.Matrix, kernel.Transposed, 0, 1);
        }

        if (parameters.Bias is { } bias)
        {
            outputPixels.add_(bias, Held(1));
        }

        return output;
    }

    public override Tensor? Backward(Tensor gradient)
    {
        var pixels = gradient.view(outputPixels.shape); // [n * pixels, O]
        foreach (var block in blocks)
        {
            BackwardThrough(block, block.PixelsOf(pixels));
        }

        kernel.StoreGradient();
        parameters.BiasGradient?.copy_(pixels.sum(dim: 0)); // more exact than a product with ones
        return inputGradient;
    }

    private void BackwardThrough(WindowBlock block, Tensor pixels)
    {
        if (!blocks.IsSingle) // otherwise the windows of Forward are still valid
        {
            block.Windows.CopyFrom(block.RowsOf(input!));
        }

        kernel.Gradient.addmm_(pixels.t(), block.Windows.Matrix, block.Start == 0 ? 0 : 1, 1);
        if (block.Sums is { } sums)
        {
            block.Windows.Matrix.addmm_(pixels, kernel.Matrix, 0, 1);
            sums.Compute();
        }
    }
}
