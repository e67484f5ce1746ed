using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>features [N, D] -> mean, log_variance [N, L].</summary>
internal sealed class EncoderGraph : ModelGraph
{
    public override string Name => "encoder";

    public override string InputName => "features";

    public override IReadOnlyList<string> OutputNames { get; } = ["mean", "log_variance"];

    public override OnnxGraphBuilder Build(VariationalAutoencoder network, Likelihood likelihood)
    {
        var graph = new OnnxGraphBuilder(Name);
        var features = graph.AddInput(InputName, OnnxElementType.Float32, BatchAxis, network.InputDim);
        var (mean, logVariance) = PosteriorNodes.Add(graph, network, features);
        graph.AddOutput("mean", mean, BatchAxis, network.LatentDim);
        graph.AddOutput("log_variance", logVariance, BatchAxis, network.LatentDim);
        return graph;
    }

    public override Tensor InputFrom(Tensor features, Tensor latents) => features;

    public override IReadOnlyList<Tensor> Compute(VariationalAutoencoder network, Likelihood likelihood, Tensor input)
    {
        var (mean, logVariance) = network.Encode(input);
        return [mean, logVariance];
    }
}
