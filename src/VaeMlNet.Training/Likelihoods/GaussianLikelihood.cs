using System.Numerics;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Independent Gaussian slots. The decoder's raw outputs are the means and, with a scale per row, the scales.</summary>
/// <remarks>-log p = ((x - mean)^2 / variance + log(variance) + log(2 pi)) / 2.</remarks>
/// <param name="inputDim">D.</param>
/// <param name="standardDeviation">The standard deviation. If it is learned, its initial value.</param>
/// <param name="smallestStandardDeviation">The lower bound of a learned standard deviation.</param>
/// <param name="learned">The way in which the standard deviation is learned, if at all.</param>
/// <param name="hasVariance">
/// Whether the decoder's graph has the variance as an output. Features with the fixed variance 1 do not; their likelihood has a
/// separate name in the manifest.
/// </param>
internal sealed class GaussianLikelihood(
    int inputDim,
    double standardDeviation,
    double smallestStandardDeviation,
    LearnedScale learned,
    bool hasVariance = true
) : ScaledLikelihood(nameof(GaussianLikelihood), inputDim, standardDeviation, smallestStandardDeviation, learned)
{
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public override IReadOnlyList<LikelihoodParameter> OtherParameters =>
        hasVariance ? [new(GraphTensors.Variance, Power: 2)] : [];

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var squares = nn.functional.mse_loss(Mean(parameters), x, nn.Reduction.None); // [N, D]
        if (FixedScale is { } scale)
        {
            return (squares * Held(HalfPrecision(scale))).Plus(Held(Constant(scale)));
        }

        var logScale = LogScale(parameters);
        return (squares * (logScale * Held(-2)).exp() * Held(0.5)).Plus(logScale).Plus(Held(HalfLogTwoPi));
    }

    public override Tensor Sample(Tensor parameters, Generator generator) =>
        Mean(parameters)
            .Plus(Scale(parameters) * randn(parameters.shape[0], InputDim, ScalarType.Float32, generator: generator));

    public override IReadOnlyList<Tensor> ComputeOtherParameters(Tensor parameters) =>
        hasVariance ? [Scale(parameters).Squared()] : [];

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        NewRatioGradient(default(Density), learned);

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        (rand(rowCount, InputDim, ScalarType.Float32, generator: generator) * Held(maximum - minimum)).Plus(
            Held(minimum)
        );

    public override VaeColumn Describe(VaeColumn column) =>
        column with
        {
            Likelihood = hasVariance ? VaeColumn.Gaussian : VaeColumn.GaussianUnitVariance,
        };

    public override IReadOnlyList<OnnxValue> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters) =>
        hasVariance ? [AddForEveryRow(graph, AddPower(graph, AddLogScale(graph, parameters), 2), parameters)] : [];

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var difference = graph.AddNode("Sub", [features, AddMean(graph, parameters)]);
        var square = graph.AddNode("Mul", [difference, difference]);
        var (halfPrecision, constant) = AddConstants(graph, parameters);
        return graph.AddNode("Add", [graph.AddNode("Mul", [square, halfPrecision]), constant]);
    }

    private static double HalfPrecision(double scale) => 0.5 / (scale * scale);

    private static double Constant(double scale) => Math.Log(scale) + HalfLogTwoPi;

    private (OnnxValue HalfPrecision, OnnxValue Constant) AddConstants(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        if (FixedScale is { } scale)
        {
            return (graph.AddScalar((float)HalfPrecision(scale)), graph.AddScalar((float)Constant(scale)));
        }

        var logScale = AddLogScale(graph, parameters);
        return (
            graph.AddNode("Mul", [AddPower(graph, logScale, -2), graph.AddScalar(0.5f)]),
            graph.AddNode("Add", [logScale, graph.AddScalar((float)HalfLogTwoPi)])
        );
    }

    /// <summary>f(r) = r^2 / 2 + log(2 pi) / 2.</summary>
    internal readonly struct Density : IScaledDensity
    {
        public (Vector<float> Loss, Vector<float> Slope) At(Vector<float> ratio) =>
            ((ratio * ratio * 0.5f) + new Vector<float>((float)HalfLogTwoPi), ratio);
    }
}
