using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>latent [N, Z] -> reconstruction, the likelihood's mean in the data's own units, and its other parameters, [N, D] each.</summary>
internal sealed class DecoderGraph(VariationalAutoencoder network) : ModelGraph(network)
{
    public override string Name => "decoder";

    public override string InputName => "latent";

    public override IReadOnlyList<string> OutputNames =>
        [GraphTensors.Reconstruction, .. Network.Likelihood.OtherParameters];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var latent = graph.AddInput(InputName, OnnxElementType.Float32, BatchAxis, Network.Latent.Width);
        var parameters = graph.AddModule(Network.Decoder, latent, "decoder"); // [N, P]
        var mean = Network.Likelihood.AddMean(graph, parameters);
        foreach (
            var (name, value) in OutputNames.Zip([mean, .. Network.Likelihood.AddOtherParameters(graph, parameters)])
        )
        {
            graph.AddOutput(name, value, BatchAxis, Network.InputDim);
        }

        return graph;
    }

    public override Tensor InputFrom(Tensor features, Tensor latents) => latents;

    public override IReadOnlyList<Tensor> Compute(Tensor input)
    {
        var parameters = Network.Decode(input);
        return [Network.Likelihood.Mean(parameters), .. Network.Likelihood.ComputeOtherParameters(parameters)];
    }
}
