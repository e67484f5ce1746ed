using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Independent slots of a negative binomial distribution, for counts. The decoder's raw outputs are log-rates and, with a dispersion per
/// row, the dispersions, which have the place of the scale in <see cref="ScaledLikelihood"/>.
/// </summary>
/// <remarks>
/// With the mean m, the dispersion a and r = 1 / a, the variance is m + a m^2, and
/// -log p = log Gamma(r) + log(x!) - log Gamma(x + r) + r log((r + m) / r) + x log((r + m) / m)
/// (Lopez et al. 2018, suppl. note 3, with the theta of scVI as r). <see cref="LogRates"/> bounds the mean and gives the encoder's
/// input. The dispersion is at most exp(14), where nearly all counts are 0.
/// </remarks>
internal sealed class NegativeBinomialLikelihood(
    int inputDim,
    double dispersion,
    double smallestDispersion,
    LearnedScale learned,
    float[]? means = null,
    float[]? scales = null
) : ScaledLikelihood(nameof(NegativeBinomialLikelihood), inputDim, dispersion, smallestDispersion, learned)
{
    public const double LargestLogDispersion = 14;

    /// <summary>The radius in which 1 + u keeps too few digits of u for its logarithm.</summary>
    private const float SeriesRadius = 0.5f;

    private readonly LogRates rates = new(means, scales);

    public override IReadOnlyList<LikelihoodParameter> OtherParameters => [new(GraphTensors.Dispersion, Power: 0)];

    public override bool ChangesEncoderInput => true;

    /// <summary>Computes in float64, because the terms of large counts cancel.</summary>
    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var counts = x.to(ScalarType.Float64); // [N, D]
        var logRate = rates.Compute(Location(parameters)).to(ScalarType.Float64);
        var logShape = -LogDispersion(parameters).to(ScalarType.Float64); // log r
        var shape = logShape.exp();
        var logTotal = shape.Plus(logRate.exp()).log();
        var coefficient = shape.lgamma().Plus(counts.Plus(Held(1)).lgamma()) - counts.Plus(shape).lgamma();
        var powers = (shape * (logTotal - logShape)).Plus(counts * (logTotal - logRate));
        return coefficient.Plus(powers).to(x.dtype);
    }

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        NewGradient(new NegativeBinomialDensity(rates), learned);

    public override Tensor Mean(Tensor parameters) => rates.Compute(Location(parameters)).exp();

    /// <summary>Samples Poisson counts whose rates are samples of a gamma distribution.</summary>
    public override Tensor Sample(Tensor parameters, Generator generator)
    {
        var mean = Mean(parameters);
        var shape = (-LogDispersion(parameters)).exp().to(mean.dtype).expand_as(mean);
        return (mean * _standard_gamma(shape, generator) / shape).poisson(generator);
    }

    public override IReadOnlyList<Tensor> ComputeOtherParameters(Tensor parameters) =>
        [LogDispersion(parameters).exp().to(parameters.dtype).expand_as(Location(parameters))];

    public override Tensor EncoderInput(Tensor x) => rates.EncoderInput(x);

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        LogRates.SyntheticCounts(rowCount, InputDim, maximum, generator);

    public override VaeColumn Describe(VaeColumn column) => column with { Likelihood = VaeColumn.NegativeBinomial };

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features) =>
        rates.AddEncoderInput(graph, features, ConstantPrefix);

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph.AddNode("Exp", [rates.Add(graph, AddLocation(graph, parameters), ConstantPrefix)]);

    public override IReadOnlyList<OnnxValue> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters) =>
        [AddForEveryRow(graph, graph.AddNode("Exp", [AddLogDispersion(graph, parameters)]), parameters)];

    /// <summary>Adds -log p in a form whose terms are about as small as their sum, because the graph computes in float32.</summary>
    /// <remarks>
    /// By Stirling's formula, it equals x log1p(u) - r log1p(v) + r(x) + log((x + r) / r) / 2 + s(r) - s(x + r), where r(x) and s are those of
    /// <see cref="StirlingNodes"/>, u = r (x - m) / (m (x + r)) and v = (x - m) / (r + m). The first two terms are half of the deviance.
    /// For x = 0, the others vanish.
    /// </remarks>
    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var logRate = rates.Add(graph, AddLocation(graph, parameters), ConstantPrefix);
        var rate = graph.AddNode("Exp", [logRate]); // m
        var logShape = graph.AddNode("Neg", [AddLogDispersion(graph, parameters)]);
        var shape = graph.AddNode("Exp", [logShape]); // r
        var total = graph.AddNode("Add", [shape, rate]); // r + m
        var sum = graph.AddNode("Add", [features, shape]); // x + r
        var logSum = graph.AddNode("Log", [sum]);
        var logRatio = graph.AddNode("Sub", [logSum, graph.AddNode("Log", [total])]); // log((x + r) / (r + m))

        // The first term is 0 for x = 0, if its logarithm is finite.
        var counts = graph.AddNode("Max", [features, graph.AddScalar(1)]);
        var u = graph.AddNode(
            "Div",
            [
                graph.AddNode("Mul", [shape, graph.AddNode("Sub", [counts, rate])]),
                graph.AddNode("Mul", [rate, graph.AddNode("Add", [counts, shape])]),
            ]
        );
        var ofCount = graph.AddNode("Sub", [graph.AddNode("Log", [counts]), logRate]);
        var first = AddLog1Plus(graph, u, graph.AddNode("Sub", [ofCount, logRatio]));
        var v = graph.AddNode("Div", [graph.AddNode("Sub", [features, rate]), total]);
        var second = AddLog1Plus(graph, v, logRatio);
        var deviance = graph.AddNode(
            "Sub",
            [graph.AddNode("Mul", [features, first]), graph.AddNode("Mul", [shape, second])]
        );

        var half = graph.AddNode("Mul", [graph.AddNode("Sub", [logSum, logShape]), graph.AddScalar(0.5f)]);
        var remainders = graph.AddNode(
            "Sub",
            [StirlingNodes.AddRemainder(graph, shape), StirlingNodes.AddRemainder(graph, sum)]
        );
        var ofFactorials = StirlingNodes.AddOfFactorials(graph, features, ConstantPrefix);
        var rest = graph.AddNode("Add", [graph.AddNode("Add", [half, remainders]), ofFactorials]);
        return graph.AddNode("Add", [deviance, rest]);
    }

    private Tensor LogDispersion(Tensor parameters) => LogScale(parameters).clamp_max(Held(LargestLogDispersion));

    private OnnxValue AddLogDispersion(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph.AddNode("Min", [AddLogScale(graph, parameters), graph.AddScalar((float)LargestLogDispersion)]);

    /// <summary>
    /// Adds log(1 + u): near 0 by log(w) u / (w - 1) with w = 1 + u, in which the rounding of w cancels (Goldberg 1991, theorem 4),
    /// otherwise the given value.
    /// </summary>
    private static OnnxValue AddLog1Plus(OnnxGraphBuilder graph, OnnxValue u, OnnxValue otherwise)
    {
        var radius = graph.AddScalar(SeriesRadius);
        var one = graph.AddScalar(1);
        var near = graph.AddNode("Clip", [u, graph.AddScalar(-SeriesRadius), radius]);
        var w = graph.AddNode("Add", [near, one]);
        var quotient = graph.AddNode(
            "Div",
            [graph.AddNode("Mul", [graph.AddNode("Log", [w]), near]), graph.AddNode("Sub", [w, one])]
        );
        var logarithm = graph.AddNode("Where", [graph.AddNode("Equal", [w, one]), near, quotient]);
        var isNear = graph.AddNode("LessOrEqual", [graph.AddNode("Abs", [u]), radius]);
        return graph.AddNode("Where", [isNear, logarithm, otherwise]);
    }
}
