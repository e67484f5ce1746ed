using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Layers whose input is appended to their output, [N, D] -> [N, H + D], so that the linear layer that follows also has a linear path
/// from the input.
/// </summary>
internal sealed class WithInput : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    // A field, because RegisterComponents finds fields only.
    private readonly nn.Module<Tensor, Tensor> layers;

    /// <param name="layers">The layers; this module owns them.</param>
    public WithInput(nn.Module<Tensor, Tensor> layers)
        : base(nameof(WithInput))
    {
        this.layers = layers;
        RegisterComponents();
    }

    /// <summary>Gets the layers, [N, D] -> [N, H].</summary>
    public nn.Module<Tensor, Tensor> Layers => layers;

    public override Tensor forward(Tensor input)
    {
        using var output = layers.call(input);
        return cat([output, input], 1);
    }

    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path) =>
        [MatrixNodes.AddJoin(graph, graph.AddModule(layers, inputs[0], $"{path}.layers"), inputs[0])];
}
