using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Repeats a row in each of W places, [N, Z] -> [N, W, Z].</summary>
/// <param name="length">W.</param>
internal sealed class RepeatedRow(int length) : nn.Module<Tensor, Tensor>(nameof(RepeatedRow)), IOnnxExportable
{
    /// <inheritdoc />
    public override Tensor forward(Tensor input)
    {
        using var place = input.unsqueeze(1); // [N, 1, Z]
        return place.expand(input.shape[0], length, input.shape[1]);
    }

    /// <inheritdoc />
    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path)
    {
        var place = graph.AddNode("Unsqueeze", [inputs[0], graph.AddIndices(1)]); // [N, 1, Z]
        var repeated = graph.AddNode("Expand", [place, graph.AddIndices(1, length, 1)]);
        return [inputs[0].Shape is { } shape ? repeated.DeclareShape(shape[0], length, shape[1]) : repeated];
    }
}
