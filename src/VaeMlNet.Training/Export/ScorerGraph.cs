using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// features [N, D] -> score, reconstruction_error, kl [N, 1] and contributions [N, D]: <see cref="DeterministicScore"/>.
/// </summary>
internal sealed class ScorerGraph : ModelGraph
{
    public override string Name => "scorer";

    public override string InputName => "features";

    public override IReadOnlyList<string> OutputNames { get; } =
    ["score", "reconstruction_error", "kl", "contributions"];

    public override OnnxGraphBuilder Build(VariationalAutoencoder network, Likelihood likelihood)
    {
        var graph = new OnnxGraphBuilder(Name);
        var features = graph.AddInput(InputName, OnnxElementType.Float32, BatchAxis, network.InputDim);
        var (mean, logVariance) = PosteriorNodes.Add(graph, network, features); // [N, L] each
        var kl = AddSumOverColumns(graph, AddKlPerLatent(graph, mean, logVariance)); // [N, 1]
        var parameters = graph.AddModule(network.Decoder, mean, "decoder"); // [N, D]
        var contributions = likelihood.AddNegativeLogLikelihoodPerSlot(graph, parameters, features); // [N, D]
        var reconstructionError = AddSumOverColumns(graph, contributions); // [N, 1]
        graph.AddOutput("score", graph.AddNode("Add", [reconstructionError, kl]), BatchAxis, 1);
        graph.AddOutput("reconstruction_error", reconstructionError, BatchAxis, 1);
        graph.AddOutput("kl", kl, BatchAxis, 1);
        graph.AddOutput("contributions", contributions, BatchAxis, network.InputDim);
        return graph;
    }

    public override Tensor InputFrom(Tensor features, Tensor latents) => features;

    public override IReadOnlyList<Tensor> Compute(VariationalAutoencoder network, Likelihood likelihood, Tensor input)
    {
        var score = DeterministicScore.Compute(network, likelihood, input);
        return [score.Score, score.ReconstructionError, score.Kl, score.Contributions];
    }

    /// <summary>As <see cref="DiagonalGaussian.KlPerLatent"/>.</summary>
    private static OnnxValue AddKlPerLatent(OnnxGraphBuilder graph, OnnxValue mean, OnnxValue logVariance)
    {
        var square = graph.AddNode("Mul", [mean, mean]);
        var variance = graph.AddNode("Exp", [logVariance]);
        var sum = graph.AddNode("Add", [square, variance]);
        var difference = graph.AddNode("Sub", [sum, logVariance]);
        var lessOne = graph.AddNode("Sub", [difference, graph.AddScalar(1)]);
        return graph.AddNode("Mul", [lessOne, graph.AddScalar(0.5f)]);
    }

    private static OnnxValue AddSumOverColumns(OnnxGraphBuilder graph, OnnxValue value) =>
        graph.AddNode("ReduceSum", [value, graph.AddIndices(1)], OnnxAttribute.Integer("keepdims", 1));
}
