using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// A transposed convolution as matrix products. The input's pixels X give windows X W, which are summed into the output. With
/// the windows dY of the output's gradient, dW = X' dY and dX = dY W'.
/// </summary>
/// <inheritdoc cref="WindowLayer(LayerParameters, WindowGrid, long, bool, bool, bool)" path="/param"/>
internal sealed class TransposedConvolutionLayer(
    LayerParameters parameters,
    WindowGrid grid,
    long rowCount,
    bool needsInputGradient,
    bool isRectified
) : WindowLayer(parameters, grid, rowCount, needsInputGradient, isRectified, isTransposed: true)
{
    protected override void ForwardBlock(WindowBlock block, Tensor x, Tensor output)
    {
        block.Windows.Matrix.addmm_(block.PixelsOf(x), Kernel.Matrix, 0, 1);
        block.Windows.SumInto(block.RowsOf(output));
    }

    protected override void BackwardBlock(WindowBlock block, Tensor x, Tensor gradient)
    {
        var windows = block.Windows.Matrix;
        block.Windows.CopyFrom(block.RowsOf(gradient));
        Kernel.Gradient.addmm_(block.PixelsOf(x).t(), windows, block.Start == 0 ? 0 : 1, 1);
        if (InputGradient is not null)
        {
            block.PixelsOf(InputGradient).addmm_(windows, Kernel.Transposed, 0, 1);
        }
    }
}
