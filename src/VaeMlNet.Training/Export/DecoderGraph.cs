using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>latent [N, L] -> reconstruction [N, D], the likelihood's mean in the data's own units.</summary>
internal sealed class DecoderGraph : ModelGraph
{
    public override string Name => "decoder";

    public override string InputName => "latent";

    public override IReadOnlyList<string> OutputNames { get; } = ["reconstruction"];

    public override OnnxGraphBuilder Build(VariationalAutoencoder network, Likelihood likelihood)
    {
        var graph = new OnnxGraphBuilder(Name);
        var latent = graph.AddInput(InputName, OnnxElementType.Float32, BatchAxis, network.LatentDim);
        var parameters = graph.AddModule(network.Decoder, latent, "decoder"); // [N, D]
        graph.AddOutput("reconstruction", likelihood.AddMean(graph, parameters), BatchAxis, network.InputDim);
        return graph;
    }

    public override Tensor InputFrom(Tensor features, Tensor latents) => latents;

    public override IReadOnlyList<Tensor> Compute(
        VariationalAutoencoder network,
        Likelihood likelihood,
        Tensor input
    ) => [likelihood.Mean(network.Decode(input))];
}
