using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A sequence of layers with manual backpropagation.</summary>
internal sealed class GradientLayers
{
    private readonly List<GradientLayer> layers = [];
    private readonly Tensor? output;
    private readonly Tensor? outputGradient; // a contiguous copy

    /// <summary>Creates the layers for modules.</summary>
    /// <param name="modules">Modules that <see cref="Supports"/> accepts.</param>
    /// <param name="parametersOf">Returns the parameters of a module with parameters.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">
    /// Whether <see cref="Backward"/> must return the gradient with respect to the input.
    /// </param>
    /// <param name="output">Receives the output, [n, out]; null for a new buffer. It need not be contiguous.</param>
    /// <param name="inputGradient">
    /// Receives the gradient with respect to the input if the first layer is linear, [n, in]; null for a new buffer.
    /// </param>
    public GradientLayers(
        IEnumerable<nn.Module> modules,
        Func<nn.Module, LayerParameters> parametersOf,
        long rowCount,
        bool needsInputGradient,
        Tensor? output = null,
        Tensor? inputGradient = null
    )
    {
        nn.Module[] all = [.. modules];
        var shape = RowShape.Unknown;
        var places = ImagePlace.FindAll(all);
        for (var number = 0; number < all.Length; number++)
        {
            var module = all[number];
            // The linear layer or convolution before applies ReLU, and the linear layer beside reads or writes channels-last images.
            var isPart =
                (module is ReLU && number > 0 && all[number - 1] is Linear or Convolution)
                || places.Values.Any(place => ReferenceEquals(place.Order, module));
            if (!isPart)
            {
                var isLast = number == all.Length - 1;
                layers.Add(
                    NewLayer(
                        module,
                        shape,
                        parametersOf,
                        rowCount,
                        needsInputGradient,
                        !isLast && all[number + 1] is ReLU,
                        places.TryGetValue(module, out var place) ? place : null,
                        isLast ? output : null,
                        number == 0 ? inputGradient : null
                    )
                );
            }

            shape = shape.After(module)!;
            needsInputGradient |= module is Linear or Convolution or WithInput;
        }

        if (output is not null && all[^1] is not Linear)
        {
            this.output = output;
            outputGradient = empty(output.shape);
        }
    }

    /// <summary>
    /// Returns whether manual backpropagation supports a module: a Sequential of supported layers that fit together.
    /// </summary>
    public static bool Supports(nn.Module module) => ShapeAfter(module, RowShape.Unknown) is { Image: null };

    /// <summary>Returns the shape after the layers of a module; null if manual backpropagation does not support them.</summary>
    public static RowShape? ShapeAfter(nn.Module module, RowShape shape) =>
        module is WithInput || module.GetType() == typeof(Sequential)
            ? FindLayers(module).Aggregate<nn.Module, RowShape?>(shape, (before, part) => before?.After(part))
            : null;

    /// <summary>Returns the width of the widest row after a layer of a module that <see cref="Supports"/> accepts.</summary>
    public static long LargestWidth(nn.Module module)
    {
        var (shape, largest) = (RowShape.Unknown, 0L);
        foreach (var part in FindLayers(module))
        {
            shape = shape.After(part)!;
            largest = Math.Max(largest, shape.Width ?? 0);
        }

        return largest;
    }

    /// <summary>
    /// Returns the layers of a Sequential. A module that only computes with another module's weights is replaced by that
    /// module, and a Sequential by its layers.
    /// </summary>
    public static IEnumerable<nn.Module> FindLayers(nn.Module module) =>
        module is WithInput
            ? [module]
            : module
                .children()
                .Select(part => part is TransposedConvolution transposed ? transposed.Convolution : part);

    /// <summary>Returns the modules of dropout in the order in which they draw numbers, with the widths of their rows.</summary>
    public static IEnumerable<(SeededDropout Module, long Width)> FindDropouts(nn.Module module)
    {
        var shape = RowShape.Unknown;
        foreach (var part in FindLayers(module is WithInput path ? path.Layers : module))
        {
            foreach (var inner in part is WithInput ? FindDropouts(part) : [])
            {
                yield return inner;
            }

            shape = shape.After(part)!;
            if (part is SeededDropout dropout)
            {
                yield return (dropout, shape.Width!.Value);
            }
        }
    }

    /// <summary>Gets the layers of dropout, in the order of <see cref="FindDropouts"/>.</summary>
    public IEnumerable<DropoutLayer> Dropouts =>
        layers.SelectMany(layer =>
            layer switch
            {
                DropoutLayer dropout => [dropout],
                LinearPathLayer path => path.Layers.Dropouts,
                _ => Enumerable.Empty<DropoutLayer>(),
            }
        );

    public Tensor Forward(Tensor x)
    {
        var result = x;
        foreach (var layer in layers)
        {
            result = layer.Forward(result);
        }

        return output is null ? result : output.copy_(result);
    }

    public Tensor? Backward(Tensor gradient)
    {
        var result = outputGradient is null ? gradient : outputGradient.copy_(gradient);
        for (var i = layers.Count - 1; i >= 0 && result is not null; i--)
        {
            result = layers[i].Backward(result);
        }

        return result;
    }

    private static GradientLayer NewLayer(
        nn.Module module,
        RowShape shape,
        Func<nn.Module, LayerParameters> parametersOf,
        long rowCount,
        bool needsInputGradient,
        bool isRectified,
        ImagePlace? place,
        Tensor? output,
        Tensor? inputGradient
    ) =>
        module switch
        {
            Linear => new LinearLayer(
                parametersOf(module),
                place,
                rowCount,
                needsInputGradient,
                isRectified,
                output,
                inputGradient
            ),
            Unflatten unflatten => new ImageOrderLayer(
                ImageOrderLayer.FindImageShape(unflatten)!,
                rowCount,
                isFlatten: false
            ),
            Flatten => new ImageOrderLayer(shape.Image!, rowCount, isFlatten: true),
            Conv2d convolution => new ConvolutionLayer(
                parametersOf(module),
                WindowGrid.TryCreate(convolution, shape.Image!)!,
                rowCount,
                needsInputGradient,
                isRectified
            ),
            ConvTranspose2d convolution => new TransposedConvolutionLayer(
                parametersOf(module),
                WindowGrid.TryCreate(convolution, shape.Image!)!,
                rowCount,
                needsInputGradient,
                isRectified
            ),
            WithInput path => new LinearPathLayer(
                new(FindLayers(path.Layers), parametersOf, rowCount, needsInputGradient, null, inputGradient),
                rowCount,
                ShapeAfter(path.Layers, shape)!.Width!.Value,
                RowShape.InputWidth(path)!.Value
            ),
            SeededDropout => new DropoutLayer(rowCount, shape.Width!.Value),
            SiLU => new ActivationLayer<SiluActivation>(empty(rowCount, shape.Width!.Value)),
            _ => ActivationLayer.TryCreate(module)!,
        };
}
