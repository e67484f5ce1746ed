using System.Numerics;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Independent slots of Student's t. The decoder's raw outputs are the locations, which are the means, and, with a scale per
/// row, the scales.
/// </summary>
/// <remarks>
/// With n degrees of freedom and the scale s:
/// -log p = (n+1)/2 log(1 + ((x - mean)/s)^2 / n) + log s - log Gamma((n+1)/2) + log Gamma(n/2) + log(n pi)/2
/// (Lange, Little &amp; Taylor 1989, sec. 2).
/// </remarks>
internal sealed class StudentTLikelihood(
    int inputDim,
    double degreesOfFreedom,
    double scale,
    double smallestScale,
    LearnedScale learned
) : ScaledLikelihood(nameof(StudentTLikelihood), inputDim, scale, smallestScale, learned)
{
    private readonly double logNormalizer =
        LogGamma(degreesOfFreedom / 2)
        - LogGamma((degreesOfFreedom + 1) / 2)
        + (0.5 * Math.Log(degreesOfFreedom * Math.PI));

    private double Exponent => (degreesOfFreedom + 1) / 2;

    public override IReadOnlyList<LikelihoodParameter> OtherParameters => [new(GraphTensors.Scale, Power: 1)];

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var logScale = LogScale(parameters);
        var squares = nn.functional.mse_loss(Mean(parameters), x, nn.Reduction.None); // [N, D]
        var ratio = squares * ((logScale * Held(-2)).exp() / Held(degreesOfFreedom));
        return (ratio.log1p() * Held(Exponent)).Plus(logScale.Plus(Held(logNormalizer)));
    }

    /// <summary>Samples t = sqrt(n (u^(-2/n) - 1)) cos(2 pi v) with uniform u and v (Bailey 1994, "Polar generation").</summary>
    public override Tensor Sample(Tensor parameters, Generator generator)
    {
        var count = parameters.shape[0];
        var u = (-rand(count, InputDim, ScalarType.Float32, generator: generator)).Plus(Held(1)); // in (0, 1]
        var v = rand(count, InputDim, ScalarType.Float32, generator: generator);
        var radius = ((u.pow(Held(-2 / degreesOfFreedom)) - Held(1)) * Held(degreesOfFreedom)).sqrt();
        return Mean(parameters).Plus(Scale(parameters) * radius * (v * Held(2 * Math.PI)).cos());
    }

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        NewGradient(new Density((float)degreesOfFreedom, (float)logNormalizer), learned);

    public override IReadOnlyList<Tensor> ComputeOtherParameters(Tensor parameters) => [Scale(parameters)];

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        (rand(rowCount, InputDim, ScalarType.Float32, generator: generator) * Held(maximum - minimum)).Plus(
            Held(minimum)
        );

    public override VaeColumn Describe(VaeColumn column) =>
        column with
        {
            Likelihood = VaeColumn.StudentT,
            DegreesOfFreedom = degreesOfFreedom,
        };

    public override IReadOnlyList<OnnxValue> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters) =>
        [AddForEveryRow(graph, AddPower(graph, AddLogScale(graph, parameters), 1), parameters)];

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var logScale = AddLogScale(graph, parameters);
        var perDegree = graph.AddScalar((float)(1 / degreesOfFreedom));
        var precision = graph.AddNode("Mul", [AddPower(graph, logScale, -2), perDegree]);
        var constant = graph.AddNode("Add", [logScale, graph.AddScalar((float)logNormalizer)]);
        var difference = graph.AddNode("Sub", [features, AddMean(graph, parameters)]);
        var square = graph.AddNode("Mul", [difference, difference]);
        var ratio = graph.AddNode("Mul", [square, precision]);
        var logarithm = graph.AddNode("Log", [graph.AddNode("Add", [ratio, graph.AddScalar(1)])]);
        var weighted = graph.AddNode("Mul", [logarithm, graph.AddScalar((float)Exponent)]);
        return graph.AddNode("Add", [weighted, constant]);
    }

    private static double LogGamma(double value)
    {
        using var scope = NewDisposeScope();
        return tensor(value, ScalarType.Float64).lgamma().item<double>();
    }

    /// <summary>f(r) = (n+1)/2 log(1 + r^2 / n) + the logarithm of the normalizer.</summary>
    private readonly struct Density(float degreesOfFreedom, float logNormalizer) : IScaledDensity
    {
        public (Vector<float> Loss, Vector<float> Slope) At(Vector<float> ratio)
        {
            var sum = (ratio * ratio) + new Vector<float>(degreesOfFreedom); // n + r^2
            var loss = VectorFunctions.Log(sum / degreesOfFreedom) * ((degreesOfFreedom + 1) / 2);
            return (loss + new Vector<float>(logNormalizer), ratio * (degreesOfFreedom + 1) / sum);
        }
    }
}
