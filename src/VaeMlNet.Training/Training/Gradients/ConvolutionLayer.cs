using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A convolution as matrix products. With the windows X of the input: Y = X W' + b, dW = dY' X and dX = dY W.</summary>
/// <inheritdoc cref="WindowLayer(LayerParameters, WindowGrid, long, bool, bool, bool)" path="/param"/>
internal sealed class ConvolutionLayer(
    LayerParameters parameters,
    WindowGrid grid,
    long rowCount,
    bool needsInputGradient,
    bool isRectified
) : WindowLayer(parameters, grid, rowCount, needsInputGradient, isRectified, isTransposed: false)
{
    protected override void ForwardBlock(WindowBlock block, Tensor x, Tensor output)
    {
        block.Windows.CopyFrom(block.RowsOf(x));
        block.PixelsOf(output).addmm_(block.Windows.Matrix, Kernel.Transposed, 0, 1);
    }

    protected override void BackwardBlock(WindowBlock block, Tensor x, Tensor gradient)
    {
        var pixels = block.PixelsOf(gradient);
        block.Windows.CopyFrom(block.RowsOf(x));
        Kernel.Gradient.addmm_(pixels.t(), block.Windows.Matrix, block.Start == 0 ? 0 : 1, 1);
        if (InputGradient is not null)
        {
            block.Windows.Matrix.addmm_(pixels, Kernel.Matrix, 0, 1);
            block.Windows.SumInto(block.RowsOf(InputGradient));
        }
    }
}
