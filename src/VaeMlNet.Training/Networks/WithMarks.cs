using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Layers for the first D slots of a row. The M marks of missing cells that follow are appended to their output: [N, D + M] -> [N, H + M].
/// </summary>
internal sealed class WithMarks : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    // A field, because RegisterComponents finds fields only.
    private readonly nn.Module<Tensor, Tensor> layers;
    private readonly int width;
    private readonly int markCount;

    /// <param name="layers">The layers; this module owns them.</param>
    /// <param name="width">D.</param>
    /// <param name="markCount">M.</param>
    public WithMarks(nn.Module<Tensor, Tensor> layers, int width, int markCount)
        : base(nameof(WithMarks))
    {
        this.layers = layers;
        this.width = width;
        this.markCount = markCount;
        RegisterComponents();
    }

    /// <inheritdoc />
    public override Tensor forward(Tensor input)
    {
        using var values = input.narrow(1, 0, width);
        using var marks = input.narrow(1, width, markCount);
        using var output = layers.call(values);
        return cat([output, marks], 1);
    }

    /// <inheritdoc />
    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path)
    {
        var values = MatrixNodes.AddColumns(graph, inputs[0], 0, width);
        var marks = MatrixNodes.AddColumns(graph, inputs[0], width, markCount);
        return [MatrixNodes.AddJoin(graph, graph.AddModule(layers, values, $"{path}.layers"), marks)];
    }
}
