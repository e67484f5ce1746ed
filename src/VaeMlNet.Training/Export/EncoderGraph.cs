using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>features [N, D] -> what describes the posterior, for a Gaussian one mean and log_variance [N, L].</summary>
internal sealed class EncoderGraph(VariationalAutoencoder network) : ModelGraph(network)
{
    public override string Name => "encoder";

    public override string InputName => "features";

    public override IReadOnlyList<string> OutputNames => [.. Network.Latent.EncoderOutputs.Select(o => o.Name)];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var features = graph.AddInput(InputName, OnnxElementType.Float32, BatchAxis, Network.InputDim);
        var outputs = PosteriorNodes.Add(graph, Network, features);
        foreach (var ((name, width), value) in Network.Latent.EncoderOutputs.Zip(outputs))
        {
            graph.AddOutput(name, value, BatchAxis, width);
        }

        return graph;
    }

    public override Tensor InputFrom(Tensor features, Tensor latents) => features;

    public override IReadOnlyList<Tensor> Compute(Tensor input) =>
        Network.Latent.ComputeEncoderOutputs(Network.ComputeHead(input));
}
