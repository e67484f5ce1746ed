using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>A linear layer y = x W' + b, with dW = dy' x, db = 1' dy and dx = dy W.</summary>
internal sealed class LinearLayer : GradientLayer
{
    private readonly LayerParameters parameters;
    private readonly ChannelsLastParameters? channelsLast; // whose values are the parameters; null if they are the module's
    private readonly LinearProducts products;
    private readonly Tensor output; // [n, out]
    private readonly Tensor ones; // [1, n]
    private readonly BiasAndRelu? bias; // null if the output need not be contiguous
    private readonly Tensor? inputGradient; // [n, in]

    /// <param name="parameters">Weight [out, in], bias [out].</param>
    /// <param name="place">The channels-last images that are the input or the output; null if these are plain rows.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">Whether an earlier layer has parameters.</param>
    /// <param name="isRectified">Whether ReLU follows, which is then a part of this layer. It cannot with a given output.</param>
    /// <param name="output">Receives the output, [n, out]; null for a new buffer.</param>
    /// <param name="inputGradient">Receives the gradient with respect to the input if it is needed, [n, in]; null for a new buffer.</param>
    public LinearLayer(
        LayerParameters parameters,
        ImagePlace? place,
        long rowCount,
        bool needsInputGradient,
        bool isRectified,
        Tensor? output = null,
        Tensor? inputGradient = null
    )
    {
        channelsLast = place is null ? null : new(parameters, place);
        this.parameters = parameters = channelsLast?.Values ?? parameters;
        products = LinearProducts.Create(parameters, rowCount);
        this.output = output ?? empty(rowCount, parameters.Weight.shape[0]);
        bias = output is null ? new(parameters, parameters.Weight.shape[0], isRectified) : null;
        ones = TorchSharp.torch.ones(1, rowCount);
        this.inputGradient = needsInputGradient ? inputGradient ?? empty(rowCount, parameters.Weight.shape[1]) : null;
    }

    public override Tensor Forward(Tensor x)
    {
        channelsLast?.Load();
        products.Output(x, output);
        if (bias is not null)
        {
            bias.Load();
            bias.Apply(TensorValues.Memory(output));
        }
        else if (parameters.Bias is not null)
        {
            output.add_(parameters.Bias, Held(1));
        }

        return output;
    }

    public override Tensor? Backward(Tensor gradient)
    {
        if (bias is not null)
        {
            bias.ClearGradient();
            bias.Differentiate(TensorValues.Memory(gradient), TensorValues.Memory(output));
            bias.StoreGradient();
        }
        else
        {
            parameters.BiasGradient?.unsqueeze(0).addmm_(ones, gradient, 0, 1);
        }

        products.WeightGradient(gradient);
        if (inputGradient is not null)
        {
            products.InputGradient(gradient, inputGradient);
        }

        channelsLast?.StoreGradient();
        return inputGradient;
    }
}

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
