using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>The results of a GRU.</summary>
internal enum GruResult
{
    /// <summary>The outputs of all places.</summary>
    Outputs,

    /// <summary>The last states of all layers.</summary>
    States,
}

/// <summary>One result of a GRU, with the batch as the first axis.</summary>
internal sealed class RecurrentOutput : nn.Module<Tensor, Tensor>, IOnnxExportable
{
    private readonly GRU gru;
    private readonly GruResult result;
    private readonly bool swaps;

    /// <param name="gru">The layers.</param>
    /// <param name="result">The result.</param>
    /// <param name="swaps">Whether to swap the first two axes for a GRU that takes places first.</param>
    public RecurrentOutput(GRU gru, GruResult result = GruResult.Outputs, bool swaps = false)
        : base(nameof(RecurrentOutput))
    {
        this.gru = gru;
        this.result = result;
        this.swaps = swaps;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var (outputs, states) = gru.call(swaps ? input.transpose(0, 1) : input);
        return result == GruResult.States ? states.transpose(0, 1)
            : swaps ? outputs.transpose(0, 1)
            : outputs;
    }

    public OnnxValue[] ExportTo(OnnxGraphBuilder graph, OnnxValue[] inputs, string path)
    {
        var results = graph.AddModule(gru, [swaps ? Swap(graph, inputs[0]) : inputs[0]], $"{path}.gru");
        return result == GruResult.States ? [Swap(graph, results[1])]
            : swaps ? [Swap(graph, results[0])]
            : [results[0]];
    }

    private static OnnxValue Swap(OnnxGraphBuilder graph, OnnxValue value) =>
        graph
            .AddNode("Transpose", [value], OnnxAttribute.Integers("perm", 1, 0, 2))
            .DeclareShape(value.Shape![1], value.Shape[0], value.Shape[2]);
}
