using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Swaps an axis and the one after it, such as places and channels: [N, W, C] -> [N, C, W].</summary>
/// <param name="axis">The axis.</param>
internal sealed class SwappedAxes(int axis) : nn.Module<Tensor, Tensor>(nameof(SwappedAxes)), IOnnxExportable
{
    /// <inheritdoc />
    public override Tensor forward(Tensor input) => input.transpose(axis, axis + 1);

    /// <inheritdoc />
    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path)
    {
        var shape =
            inputs[0].Shape?.ToArray()
            ?? throw new InvalidOperationException("The number of axes to swap is not known.");
        long[] order = [.. Enumerable.Range(0, shape.Length).Select(place => (long)place)];
        (order[axis], order[axis + 1]) = (order[axis + 1], order[axis]);
        return
        [
            graph
                .AddNode("Transpose", [inputs[0]], OnnxAttribute.Integers("perm", order))
                .DeclareShape([.. order.Select(place => shape[place])]),
        ];
    }
}
