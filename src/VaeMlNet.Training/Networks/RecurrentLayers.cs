using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Layers of gated recurrent units that start with a state of 0 (Cho et al. 2014): [N, W, F] -> the states of the last layer in each place,
/// [N, W, H], or in the last place, [N, H].
/// </summary>
internal sealed class RecurrentLayers : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    // A field, because RegisterComponents finds fields only.
    private readonly GRU gru;
    private readonly int width;
    private readonly bool givesLastPlace;

    /// <param name="inputWidth">F.</param>
    /// <param name="width">H.</param>
    /// <param name="layerCount">The number of layers.</param>
    /// <param name="givesLastPlace">Whether the result is the state in the last place.</param>
    public RecurrentLayers(int inputWidth, int width, int layerCount, bool givesLastPlace)
        : base(nameof(RecurrentLayers))
    {
        this.width = width;
        this.givesLastPlace = givesLastPlace;
        gru = nn.GRU(inputWidth, width, layerCount, batchFirst: true);
        // TorchSharp registers these parameters with the current scope, unlike those of its other layers.
        foreach (var parameter in gru.parameters())
        {
            parameter.DetachFromDisposeScope();
        }

        RegisterComponents();
    }

    /// <summary>Draws all parameters again, uniform in ±1/sqrt(H), as PyTorch does.</summary>
    public void Initialize(Generator generator)
    {
        var bound = 1 / Math.Sqrt(width);
        foreach (var parameter in gru.parameters())
        {
            parameter.uniform_(-bound, bound, generator);
        }
    }

    /// <inheritdoc />
    public override Tensor forward(Tensor input)
    {
        var (outputs, states) = gru.call(input); // [N, W, H] and [layers, N, H]
        states.Dispose();
        if (!givesLastPlace)
        {
            return outputs;
        }

        using var all = outputs;
        return all.select(1, all.shape[1] - 1);
    }

    /// <inheritdoc />
    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path)
    {
        var outputs = graph.AddModule(gru, inputs, $"{path}.gru")[0]; // [N, W, H]
        if (!givesLastPlace)
        {
            return [outputs];
        }

        var places =
            outputs.Shape?[1].Size ?? throw new InvalidOperationException("The length of the window is not known.");
        var last = graph.AddNode("Gather", [outputs, graph.AddIndices(places - 1)], OnnxAttribute.Integer("axis", 1)); // [N, 1, H]
        return
        [
            graph.AddNode("Reshape", [last, graph.AddIndices(0, width)]).DeclareShape(MatrixNodes.BatchAxis, width),
        ];
    }
}
