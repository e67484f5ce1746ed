using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The graph encoder.onnx: rows -> the parameters of the posterior, such as mean and log_variance [N, L] of a Gaussian.
/// </summary>
internal sealed class EncoderGraph(VariationalAutoencoder network) : RowGraph(network)
{
    public override string Name => "encoder";

    public override IReadOnlyList<string> OutputNames => [.. Network.Latent.EncoderOutputs.Select(o => o.Name)];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var rows = AddInputs(graph);
        var outputs = PosteriorNodes.Add(
            graph,
            Network,
            rows.AddNetworkInput(Network.Likelihood),
            AddConditions(graph)
        );
        foreach (var ((name, width), value) in Network.Latent.EncoderOutputs.Zip(outputs))
        {
            graph.AddOutput(name, value, BatchAxis, width);
        }

        return graph;
    }

    public override IReadOnlyList<Tensor> Compute(GraphRows rows) =>
        Network.Latent.ComputeEncoderOutputs(Network.ComputeHead(rows.Encoded));
}
