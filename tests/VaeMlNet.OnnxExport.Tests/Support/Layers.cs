using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests.Support;

/// <summary>Every layer that has a converter, alone and in Sequentials, with the input shape it takes.</summary>
internal static class Layers
{
    private static readonly (string Name, Func<nn.Module<Tensor, Tensor>> Make, long[] InputShape)[] Cases =
    [
        ("Linear", () => nn.Linear(5, 3), [5]),
        ("Linear without bias", () => nn.Linear(5, 3, false), [5]),
        ("Linear on sequences", () => nn.Linear(5, 3), [4, 5]),
        ("Linear on sequences without bias", () => nn.Linear(5, 3, false), [4, 5]),
        ("Identity", () => nn.Identity(), [5]),
        ("Dropout", () => nn.Dropout(0.5), [5]),
        ("ReLU", () => nn.ReLU(), [5]),
        ("LeakyReLU", () => nn.LeakyReLU(), [5]),
        ("LeakyReLU 0.3", () => nn.LeakyReLU(0.3), [5]),
        ("ELU", () => nn.ELU(), [5]),
        ("ELU 0.7", () => nn.ELU(0.7), [5]),
        ("SELU", () => nn.SELU(), [5]),
        ("GELU", () => nn.GELU(), [5]),
        ("GELU tanh", () => nn.GELU(TorchSharp.Modules.GELU.Approximate.tanh), [5]),
        ("SiLU", () => nn.SiLU(), [5]),
        ("Sigmoid", () => nn.Sigmoid(), [5]),
        ("Tanh", () => nn.Tanh(), [5]),
        ("Softplus", () => nn.Softplus(), [5]),
        ("Softplus beta 2.5", () => nn.Softplus(2.5), [5]),
        ("Softplus threshold 1", () => nn.Softplus(1.5, 1), [5]),
        ("Softmax", () => nn.Softmax(1), [5]),
        ("Softmax -1", () => nn.Softmax(-1), [4, 5]),
        ("Softmax 1 of 3 axes", () => nn.Softmax(1), [4, 5]),
        ("LogSoftmax", () => nn.LogSoftmax(-1), [5]),
        ("Flatten", () => nn.Flatten(), [2, 3, 4]),
        ("Flatten of a flat input", () => nn.Flatten(), [5]),
        ("Flatten first axes", () => nn.Flatten(1, 2), [2, 3, 4]),
        ("Flatten last axes", () => nn.Flatten(-2, -1), [2, 3, 4]),
        ("Flatten with the batch", () => nn.Flatten(0, 1), [2, 3]),
        ("Unflatten", () => nn.Unflatten(1, [3, 4]), [12]),
        ("Unflatten computed", () => nn.Unflatten(-1, [3, -1]), [2, 12]),
        ("Unflatten middle", () => nn.Unflatten(1, [3, 2]), [6, 5]),
        (
            "Encoder",
            () => nn.Sequential(("fc1", nn.Linear(20, 16)), ("relu", nn.ReLU()), ("fc2", nn.Linear(16, 4))),
            [20]
        ),
        (
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

    public static IEnumerable<string> Names => Cases.Select(layer => layer.Name);

    public static IEnumerable<Type> Types
    {
        get
        {
            foreach (var (_, make, _) in Cases)
            {
                using var module = make();
                yield return module.GetType();
            }
        }
    }

    /// <summary>The layer with seeded weights, in training mode as modules are when made.</summary>
    public static (nn.Module<Tensor, Tensor> Module, long[] InputShape) Make(string name)
    {
        manual_seed(1);
        var (_, make, inputShape) = Cases.Single(layer => layer.Name == name);
        return (make(), inputShape);
    }
}
