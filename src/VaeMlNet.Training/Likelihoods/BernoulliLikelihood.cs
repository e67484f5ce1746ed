using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Independent Bernoulli slots. The decoder's raw outputs are logits.</summary>
/// <remarks>
/// -log p = max(l, 0) - l * x + log(1 + exp(-|l|)) for the logit l. It is exact even if sigmoid(l) rounds to 0 or 1.
/// </remarks>
internal sealed class BernoulliLikelihood(int inputDim) : Likelihood(nameof(BernoulliLikelihood), inputDim)
{
    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x) =>
        nn.functional.binary_cross_entropy_with_logits(parameters, x, null, nn.Reduction.None, null);

    public override Tensor Mean(Tensor parameters) => parameters.sigmoid();

    public override Tensor Sample(Tensor parameters, Generator generator) => parameters.sigmoid().bernoulli(generator);

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new BernoulliGradient();

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        rand(rowCount, InputDim, ScalarType.Float32, generator: generator);

    public override VaeColumn Describe(VaeColumn column) => column with { Likelihood = VaeColumn.Bernoulli };

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph.AddNode("Sigmoid", [parameters]);

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var positive = graph.AddNode("Relu", [parameters]);
        var product = graph.AddNode("Mul", [parameters, features]);
        var difference = graph.AddNode("Sub", [positive, product]);
        return graph.AddNode("Add", [difference, SoftplusNodes.AddTail(graph, parameters)]);
    }
}
