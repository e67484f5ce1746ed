using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests.Support;

internal static partial class Layers
{
    private static readonly LayerCase[] Activations =
    [
        new("ReLU", () => nn.ReLU(), [5]),
        new("LeakyReLU", () => nn.LeakyReLU(), [5]),
        new("LeakyReLU 0.3", () => nn.LeakyReLU(0.3), [5]),
        new("ELU", () => nn.ELU(), [5]),
        new("ELU 0.7", () => nn.ELU(0.7), [5]),
        new("SELU", () => nn.SELU(), [5]),
        new("GELU", () => nn.GELU(), [5]),
        new("GELU tanh", () => nn.GELU(TorchSharp.Modules.GELU.Approximate.tanh), [5]),
        new("SiLU", () => nn.SiLU(), [5]),
        new("Sigmoid", () => nn.Sigmoid(), [5]),
        new("Tanh", () => nn.Tanh(), [5]),
        new("Softplus", () => nn.Softplus(), [5]),
        new("Softplus beta 2.5", () => nn.Softplus(2.5), [5]),
        new("Softplus threshold 1", () => nn.Softplus(1.5, 1), [5]),
        new("Softmax", () => nn.Softmax(1), [5]),
        new("Softmax -1", () => nn.Softmax(-1), [4, 5]),
        new("Softmax 1 of 3 axes", () => nn.Softmax(1), [4, 5]),
        new("LogSoftmax", () => nn.LogSoftmax(-1), [5]),
    ];
}
