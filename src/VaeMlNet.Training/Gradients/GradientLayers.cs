using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Layers one after the other, whose gradients are written out.</summary>
internal sealed class GradientLayers
{
    private readonly List<GradientLayer> layers = [];

    /// <summary>Makes the layers of modules.</summary>
    /// <param name="modules">Modules for which <see cref="Supports"/> holds.</param>
    /// <param name="parametersOf">The parameters of a module that has some.</param>
    /// <param name="rowCount">n.</param>
    /// <param name="needsInputGradient">Whether <see cref="Backward"/> gives the gradient by the input.</param>
    public GradientLayers(
        IEnumerable<nn.Module> modules,
        Func<nn.Module, LayerParameters> parametersOf,
        long rowCount,
        bool needsInputGradient
    )
    {
        foreach (var module in modules)
        {
            layers.Add(
                module is Linear
                    ? new LinearLayer(parametersOf(module), rowCount, needsInputGradient)
                    : ActivationLayer.Of(module)!
            );
            needsInputGradient = true;
        }
    }

    /// <summary>Whether all of a module's parts are known here; it must be a Sequential of them, as ours are.</summary>
    public static bool Supports(nn.Module module) =>
        module.GetType() == typeof(Sequential)
        && module.children().All(part => part is Linear || ActivationLayer.Of(part) is not null);

    /// <inheritdoc cref="GradientLayer.Forward"/>
    public Tensor Forward(Tensor x) => layers.Aggregate(x, (value, layer) => layer.Forward(value));

    /// <inheritdoc cref="GradientLayer.Backward"/>
    public Tensor? Backward(Tensor gradient)
    {
        Tensor? result = gradient;
        for (var i = layers.Count - 1; i >= 0; i--)
        {
            result = layers[i].Backward(result!);
        }

        return result;
    }
}
