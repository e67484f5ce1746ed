using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A convolution or transposed convolution as products of the matrix of its kernel and the windows of images, block by block.</summary>
internal abstract class WindowLayer : GradientLayer
{
    private readonly BiasAndRelu bias;
    private readonly WindowBlock[] blocks;
    private readonly Tensor output; // [n, out]
    private Tensor? input; // [n, in]

    /// <param name="parameters">Weight [A, B, KH, KW] as in <see cref="KernelMatrix"/>, bias [B] if it is transposed, and otherwise [A].</param>
    /// <param name="grid">The windows of an image, which is the output if it is transposed, and otherwise the input.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">Whether an earlier layer has parameters.</param>
    /// <param name="isRectified">Whether ReLU follows, which is then a part of this layer.</param>
    /// <param name="isTransposed">Whether it is a transposed convolution.</param>
    protected WindowLayer(
        LayerParameters parameters,
        WindowGrid grid,
        long rowCount,
        bool needsInputGradient,
        bool isRectified,
        bool isTransposed
    )
    {
        var channels = parameters.Weight.shape[0];
        var (pixels, image) = (grid.Count * channels, (long)grid.Image.Size);
        Kernel = new(parameters);
        bias = new(parameters, isTransposed ? grid.Image.Channels : channels, isRectified);
        output = empty(rowCount, isTransposed ? image : pixels);
        InputGradient = needsInputGradient ? empty(rowCount, isTransposed ? pixels : image) : null;
        blocks = WindowBlock.Divide(grid, rowCount, channels);
    }

    protected KernelMatrix Kernel { get; }

    /// <summary>Gets the gradient with respect to the input, [n, in]; null if it is not needed.</summary>
    protected Tensor? InputGradient { get; }

    public override Tensor Forward(Tensor x)
    {
        input = x;
        Kernel.Load();
        bias.Load();
        foreach (var block in blocks)
        {
            ForwardBlock(block, x, output);
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
            BackwardBlock(block, input!, gradient);
        }

        Kernel.StoreGradient();
        bias.StoreGradient();
        return InputGradient;
    }

    /// <summary>Computes a block's rows of the output without the bias.</summary>
    protected abstract void ForwardBlock(WindowBlock block, Tensor x, Tensor output);

    /// <summary>Computes a block's part of the gradient of <see cref="Kernel"/>, which begins with the first block, and its rows of <see cref="InputGradient"/>.</summary>
    protected abstract void BackwardBlock(WindowBlock block, Tensor x, Tensor gradient);
}
