using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>latent [N, Z] -> reconstruction [N, D], the likelihood's mean in the data's own units.</summary>
internal sealed class DecoderGraph(VariationalAutoencoder network) : ModelGraph(network)
{
    public override string Name => "decoder";

    public override string InputName => "latent";

    public override IReadOnlyList<string> OutputNames { get; } = ["reconstruction"];

    public override OnnxGraphBuilder Build()
    {
        var graph = new OnnxGraphBuilder(Name);
        var latent = graph.AddInput(InputName, OnnxElementType.Float32, BatchAxis, Network.Latent.Width);
        var parameters = graph.AddModule(Network.Decoder, latent, "decoder"); // [N, P]
        graph.AddOutput("reconstruction", Network.Likelihood.AddMean(graph, parameters), BatchAxis, Network.InputDim);
        return graph;
    }

    public override Tensor InputFrom(Tensor features, Tensor latents) => latents;

    public override IReadOnlyList<Tensor> Compute(Tensor input) => [Network.Likelihood.Mean(Network.Decode(input))];
}
