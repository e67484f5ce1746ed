using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>An activation of TorchSharp, computed with numbers that stay alive (<see cref="HeldScalars"/>).</summary>
/// <param name="activation">The module of TorchSharp, which is exported.</param>
/// <param name="compute">The same function.</param>
internal sealed class HeldActivation(nn.Module<Tensor, Tensor> activation, Func<Tensor, Tensor> compute)
    : nn.Module<Tensor, Tensor>(nameof(HeldActivation)),
        IOnnxExportable
{
    /// <inheritdoc />
    public override Tensor forward(Tensor input) => compute(input);

    /// <inheritdoc />
    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path) =>
        [graph.AddModule(activation, inputs[0], path)];
}
