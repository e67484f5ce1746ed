using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Independent Gaussian slots of variance 1; the decoder's raw outputs are the means.</summary>
/// <remarks>-log p = ((x - mean)^2 + log(2 pi)) / 2.</remarks>
internal sealed class GaussianLikelihood(int inputDim) : Likelihood(nameof(GaussianLikelihood), inputDim)
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public override string ManifestName => VaeColumn.GaussianUnitVariance;

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x) =>
        (nn.functional.mse_loss(parameters, x, nn.Reduction.None) * 0.5) + HalfLogTwoPi; // [N, D]

    public override Tensor Mean(Tensor parameters) => parameters;

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        (rand(rowCount, InputDim, ScalarType.Float32, generator: generator) * (maximum - minimum)) + minimum;

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) => parameters;

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var difference = graph.AddNode("Sub", [features, parameters]);
        var square = graph.AddNode("Mul", [difference, difference]);
        var halved = graph.AddNode("Mul", [square, graph.AddScalar(0.5f)]);
        return graph.AddNode("Add", [halved, graph.AddScalar((float)HalfLogTwoPi)]);
    }
}
