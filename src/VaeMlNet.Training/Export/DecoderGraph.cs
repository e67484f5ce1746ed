using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The graph decoder.onnx: latent [N, Z] -> reconstruction (the likelihood's mean in the data's own units) and the other
/// parameters of the likelihood, [N, D] each.
/// </summary>
internal sealed class DecoderGraph(VariationalAutoencoder network) : LatentGraph(network)
{
    public override string Name => "decoder";

    public override IReadOnlyList<string> OutputNames =>
        [GraphTensors.Reconstruction, .. Network.Likelihood.OtherParameters.Select(parameter => parameter.Name)];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var parameters = AddDecoder(graph); // [N, P]
        var mean = Network.Likelihood.AddMean(graph, parameters);
        foreach (
            var (name, value) in OutputNames.Zip([mean, .. Network.Likelihood.AddOtherParameters(graph, parameters)])
        )
        {
            graph.AddOutput(name, value, BatchAxis, Network.InputDim);
        }

        return graph;
    }

    public override IReadOnlyList<Tensor> Compute(GraphRows rows)
    {
        var parameters = Network.Decode(rows.Latents, Network.ConditionsOf(rows.Raw));
        return [Network.Likelihood.Mean(parameters), .. Network.Likelihood.ComputeOtherParameters(parameters)];
    }
}
