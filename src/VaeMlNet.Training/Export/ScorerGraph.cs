using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// features [N, D] -> score, reconstruction_error, kl [N, 1], contributions and score_contributions [N, D]:
/// <see cref="DeterministicScore"/>.
/// </summary>
internal sealed class ScorerGraph(VariationalAutoencoder network) : ModelGraph(network)
{
    public override string Name => "scorer";

    public override string InputName => "features";

    public override IReadOnlyList<string> OutputNames { get; } =
    ["score", "reconstruction_error", "kl", "contributions", "score_contributions"];

    public override OnnxGraphBuilder Build()
    {
        var graph = NewGraph();
        var features = graph.AddInput(InputName, OnnxElementType.Float32, BatchAxis, Network.InputDim);
        var posterior = PosteriorNodes.Add(graph, Network, features);
        var kl = AddSumOverColumns(graph, Network.Latent.AddKlPerLatent(graph, posterior)); // [N, 1]
        var parameters = graph.AddModule(Network.Decoder, posterior[0], "decoder"); // [N, P]
        var contributions = Network.Likelihood.AddNegativeLogLikelihoodPerSlot(graph, parameters, features); // [N, D]
        var reconstructionError = AddSumOverColumns(graph, contributions); // [N, 1]
        graph.AddOutput("score", graph.AddNode("Add", [reconstructionError, kl]), BatchAxis, 1);
        graph.AddOutput("reconstruction_error", reconstructionError, BatchAxis, 1);
        graph.AddOutput("kl", kl, BatchAxis, 1);
        graph.AddOutput("contributions", contributions, BatchAxis, Network.InputDim);
        var share = graph.AddNode("Div", [kl, graph.AddScalar(Network.InputDim)]); // [N, 1]
        graph.AddOutput(
            "score_contributions",
            graph.AddNode("Add", [contributions, share]),
            BatchAxis,
            Network.InputDim
        );
        return graph;
    }

    public override Tensor InputFrom(Tensor features, Tensor latents) => features;

    public override IReadOnlyList<Tensor> Compute(Tensor input)
    {
        var score = DeterministicScore.Compute(Network, input);
        return [score.Score, score.ReconstructionError, score.Kl, score.Contributions, score.ScoreContributions];
    }

    private static OnnxValue AddSumOverColumns(OnnxGraphBuilder graph, OnnxValue value) =>
        graph.AddNode("ReduceSum", [value, graph.AddIndices(1)], OnnxAttribute.Integer("keepdims", 1));
}
