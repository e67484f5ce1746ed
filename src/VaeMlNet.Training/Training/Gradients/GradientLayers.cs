using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A sequence of layers with manual backpropagation.</summary>
internal sealed class GradientLayers
{
    private readonly List<GradientLayer> layers = [];

    /// <summary>Creates the layers for modules.</summary>
    /// <param name="modules">Modules that <see cref="Supports"/> accepts.</param>
    /// <param name="parametersOf">Returns the parameters of a module with parameters.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">
    /// Whether <see cref="Backward"/> must return the gradient with respect to the input.
    /// </param>
    public GradientLayers(
        IEnumerable<nn.Module> modules,
        Func<nn.Module, LayerParameters> parametersOf,
        long rowCount,
        bool needsInputGradient
    )
    {
        var shape = RowShape.Unknown;
        foreach (var module in modules)
        {
            layers.Add(NewLayer(module, shape.Image, parametersOf, rowCount, needsInputGradient));
            shape = shape.After(module)!;
            needsInputGradient |= module is Linear or Convolution;
        }
    }

    /// <summary>
    /// Returns whether manual backpropagation supports a module: a Sequential of supported layers that fit together.
    /// </summary>
    public static bool Supports(nn.Module module) =>
        module.GetType() == typeof(Sequential)
        && FindLayers(module).Aggregate<nn.Module, RowShape?>(RowShape.Unknown, (shape, part) => shape?.After(part))
            is { Image: null };

    /// <summary>
    /// Returns the layers of a Sequential. A module that only computes with another module's weights is replaced by that
    /// module.
    /// </summary>
    public static IEnumerable<nn.Module> FindLayers(nn.Module module) =>
        module.children().Select(part => part is TransposedConvolution transposed ? transposed.Convolution : part);

    /// <inheritdoc cref="GradientLayer.Forward"/>
    public Tensor Forward(Tensor x) => layers.Aggregate(x, (value, layer) => layer.Forward(value));

    /// <inheritdoc cref="GradientLayer.Backward"/>
    public Tensor? Backward(Tensor gradient)
    {
        var result = gradient;
        for (var i = layers.Count - 1; i >= 0 && result is not null; i--)
        {
            result = layers[i].Backward(result);
        }

        return result;
    }

    private static GradientLayer NewLayer(
        nn.Module module,
        ImageShape? image,
        Func<nn.Module, LayerParameters> parametersOf,
        long rowCount,
        bool needsInputGradient
    ) =>
        module switch
        {
            Linear => new LinearLayer(parametersOf(module), rowCount, needsInputGradient),
            Unflatten unflatten => new UnflattenLayer(UnflattenLayer.FindImageShape(unflatten)!, rowCount),
            Flatten => new FlattenLayer(image!, rowCount),
            Conv2d convolution => new ConvolutionLayer(
                parametersOf(module),
                WindowGrid.TryCreate(convolution, image!)!,
                rowCount,
                needsInputGradient
            ),
            ConvTranspose2d convolution => new TransposedConvolutionLayer(
                parametersOf(module),
                WindowGrid.TryCreate(convolution, image!)!,
                rowCount,
                needsInputGradient
            ),
            _ => ActivationLayer.TryCreate(module)!,
        };
}
