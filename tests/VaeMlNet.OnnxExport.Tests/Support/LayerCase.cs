using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>A module to export, with the shape of its input without the batch axis.</summary>
internal sealed record LayerCase(string Name, Func<nn.Module<Tensor, Tensor>> Make, params long[] InputShape);
