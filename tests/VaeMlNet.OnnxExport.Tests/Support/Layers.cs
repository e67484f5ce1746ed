using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>Every layer that has a converter, in several settings, and Sequentials of them.</summary>
internal static partial class Layers
{
    private static readonly LayerCase[] Basics =
    [
        new("Linear", () => nn.Linear(5, 3), [5]),
        new("Linear without bias", () => nn.Linear(5, 3, false), [5]),
        new("Linear on sequences", () => nn.Linear(5, 3), [4, 5]),
        new("Linear on sequences without bias", () => nn.Linear(5, 3, false), [4, 5]),
        new("Identity", () => nn.Identity(), [5]),
        new("Dropout", () => nn.Dropout(0.5), [5]),
        new("Dropout1d", () => nn.Dropout1d(0.5), [3, 5]),
        new("Dropout2d", () => nn.Dropout2d(0.5), [3, 4, 5]),
        new("Dropout3d", () => nn.Dropout3d(0.5), [2, 3, 4, 5]),
        new("AlphaDropout", () => nn.AlphaDropout(0.5), [5]),
        new("FeatureAlphaDropout", () => nn.FeatureAlphaDropout(0.5), [3, 4]),
    ];

    private static readonly LayerCase[] Reshaping =
    [
        new("Flatten", () => nn.Flatten(), [2, 3, 4]),
        new("Flatten of a flat input", () => nn.Flatten(), [5]),
        new("Flatten first axes", () => nn.Flatten(1, 2), [2, 3, 4]),
        new("Flatten last axes", () => nn.Flatten(-2, -1), [2, 3, 4]),
        new("Flatten with the batch", () => nn.Flatten(0, 1), [2, 3]),
        new("Unflatten", () => nn.Unflatten(1, [3, 4]), [12]),
        new("Unflatten computed", () => nn.Unflatten(-1, [3, -1]), [2, 12]),
        new("Unflatten middle", () => nn.Unflatten(1, [3, 2]), [6, 5]),
    ];

    private static readonly LayerCase[] Models =
    [
        new(
            "Encoder",
            () => nn.Sequential(("fc1", nn.Linear(20, 16)), ("relu", nn.ReLU()), ("fc2", nn.Linear(16, 4))),
            [20]
        ),
        new(
            "Nested",
            () =>
                nn.Sequential(
                    nn.Flatten(),
                    nn.Sequential(nn.Linear(12, 8), nn.Dropout(0.9), nn.Tanh()),
                    nn.Sequential(nn.Sequential(nn.Linear(8, 6), nn.Softplus()), nn.Unflatten(1, [2, 3])),
                    nn.Softmax(2)
                ),
            [3, 4]
        ),
    ];

    // A property, because the order in which the fields of a class in several files are set is not fixed.
    private static LayerCase[] Cases =>
        [
            .. Basics,
            .. Activations,
            .. Convolutions,
            .. Normalization,
            .. Pooling,
            .. Resizing,
            .. Reshaping,
            .. Models,
        ];

    public static IEnumerable<string> Names => Cases.Select(layer => layer.Name);

    public static IEnumerable<Type> Types
    {
        get
        {
            foreach (var layer in Cases)
            {
                using var module = layer.Make();
                yield return module.GetType();
            }
        }
    }

    /// <summary>
    /// Creates a layer with seeded parameters and statistics. It is in training mode, as all new modules are.
    /// </summary>
    public static (nn.Module<Tensor, Tensor> Module, long[] InputShape) Make(string name)
    {
        manual_seed(1);
        var layer = Cases.Single(layer => layer.Name == name);
        var module = layer.Make();
        Randomize(module);
        return (module, layer.InputShape);
    }

    // Normalizations start as ones and zeros, which would hide a mistaken place for any of their tensors.
    public static void Randomize(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        foreach (var (_, parameter) in module.named_parameters())
        {
            parameter.copy_(rand(parameter.shape) - 0.4);
        }

        foreach (var (name, buffer) in module.named_buffers())
        {
            if (buffer.is_floating_point())
            {
                buffer.copy_(rand(buffer.shape) + (name.EndsWith("var", StringComparison.Ordinal) ? 0.5 : -0.5));
            }
        }
    }
}
