using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The layers of <see cref="WithInput"/>: it appends the input to their output, [n, D] -> [n, H + D].</summary>
internal sealed class LinearPathLayer : GradientLayer
{
    private readonly GradientLayers layers;
    private readonly Tensor output; // [n, H + D]
    private readonly long width;
    private readonly long inputWidth;

    /// <param name="layers">The layers, [n, D] -> [n, H].</param>
    /// <param name="rowCount">n.</param>
    /// <param name="width">H.</param>
    /// <param name="inputWidth">D.</param>
    public LinearPathLayer(GradientLayers layers, long rowCount, long width, long inputWidth)
    {
        this.layers = layers;
        (this.width, this.inputWidth) = (width, inputWidth);
        output = empty(rowCount, width + inputWidth);
    }

    /// <summary>Gets the layers beside the input.</summary>
    public GradientLayers Layers => layers;

    public override Tensor Forward(Tensor x)
    {
        output.narrow(1, 0, width).copy_(layers.Forward(x));
        output.narrow(1, width, inputWidth).copy_(x);
        return output;
    }

    public override Tensor? Backward(Tensor gradient) =>
        layers.Backward(gradient.narrow(1, 0, width).contiguous()) is { } ofLayers
            ? ofLayers.add_(gradient.narrow(1, width, inputWidth), Held(1))
            : null;
}
