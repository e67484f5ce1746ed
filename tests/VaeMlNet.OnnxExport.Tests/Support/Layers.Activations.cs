using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

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
        new("Softmax2d", () => nn.Softmax2d(), 3, 4, 5),
        new("Softmin", () => nn.Softmin(1), 5),
        new("CELU", () => nn.CELU(), 5),
        new("CELU 0.6", () => nn.CELU(0.6), 5),
        new("PReLU", () => nn.PReLU(1), 5),
        new("PReLU of features", () => nn.PReLU(5), 5),
        new("PReLU of channels", () => nn.PReLU(3), 3, 4, 5),
        new("RReLU", () => nn.RReLU(), 5),
        new("RReLU 0.1 to 0.5", () => nn.RReLU(0.1, 0.5), 5),
        new("ReLU6", () => nn.ReLU6(), 5),
        new("Hardtanh", () => nn.Hardtanh(), 5),
        new("Hardtanh -2 to 0.5", () => nn.Hardtanh(-2, 0.5), 5),
        new("Hardsigmoid", () => nn.Hardsigmoid(), 5),
        new("Hardswish", () => nn.Hardswish(), 5),
        new("Hardshrink", () => nn.Hardshrink(), 5),
        new("Hardshrink 1.5", () => nn.Hardshrink(1.5), 5),
        new("Softshrink", () => nn.Softshrink(), 5),
        new("Softshrink 1.5", () => nn.Softshrink(1.5), 5),
        new("Tanhshrink", () => nn.Tanhshrink(), 5),
        new("Softsign", () => nn.Softsign(), 5),
        new("Mish", () => nn.Mish(), 5),
        new("LogSigmoid", () => nn.LogSigmoid(), 5),
        new("Threshold", () => nn.Threshold(0.5, -3), 5),
        new("GLU", () => nn.GLU(), 6),
        new("GLU of channels", () => nn.GLU(1), 4, 5),
    ];
}
