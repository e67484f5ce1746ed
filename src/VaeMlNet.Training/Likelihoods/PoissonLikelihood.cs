using System.Numerics;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Independent Poisson slots for counts. The decoder's raw outputs are log-rates.</summary>
/// <remarks>
/// -log p = rate - x log(rate) + log(x!), with the logarithm of the rate as the natural parameter (McCullagh &amp; Nelder 1989,
/// sec. 6.2) and a decoder instead of the linear predictor (Nazabal et al. 2020). <see cref="LogRates"/> bounds the
/// rates and gives the encoder's input.
/// </remarks>
internal sealed class PoissonLikelihood : Likelihood
{
    private const double SeriesRadius = 0.1;

    /// <summary>The coefficients of (exp(d) - 1 - d) / d^2.</summary>
    private static readonly double[] Series = [1 / 2.0, 1 / 6.0, 1 / 24.0, 1 / 120.0, 1 / 720.0, 1 / 5040.0];

    private readonly LogRates rates;

    /// <param name="inputDim">D.</param>
    /// <param name="means">The mean m of each slot; null for 0.</param>
    /// <param name="scales">The standard deviation s of each slot; null for 1.</param>
    public PoissonLikelihood(int inputDim, float[]? means = null, float[]? scales = null)
        : base(nameof(PoissonLikelihood), inputDim)
    {
        rates = new LogRates(means, scales);
    }

    public override bool ChangesEncoderInput => true;

    /// <remarks>
    /// Returns rate - x log(rate) + log(x!). For large counts, these terms cancel out, and few digits remain in float32. With c
    /// = max(x, 1) and d = log(rate) - log(c), it equals c (exp(d) - 1 - d) + (c - x) (1 + d) + r(x), whose terms are as small
    /// as the sum. r(x) = log(x!) - x log(c) + x is the remainder of Stirling's formula.
    /// </remarks>
    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var c = x.clamp_min(Held(1)); // [N, D]
        var d = rates.Compute(parameters) - c.log();
        var exact = x.to(ScalarType.Float64);
        var rest = (exact.Plus(Held(1)).lgamma() - (exact * c.to(ScalarType.Float64).log())).Plus(exact); // r(x)
        return (c * ExpRemainder(d)).Plus((c - x) * d.Plus(Held(1))).Plus(rest.to(x.dtype));
    }

    public override Tensor Mean(Tensor parameters) => rates.Compute(parameters).exp();

    public override Tensor Sample(Tensor parameters, Generator generator) => Mean(parameters).poisson(generator);

    public override Tensor EncoderInput(Tensor x) => rates.EncoderInput(x);

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new PoissonGradient(rates);

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        LogRates.SyntheticCounts(rowCount, InputDim, maximum, generator);

    public override VaeColumn Describe(VaeColumn column) => column with { Likelihood = VaeColumn.Poisson };

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features) =>
        rates.AddEncoderInput(graph, features, ConstantPrefix);

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph.AddNode("Exp", [rates.Add(graph, parameters, ConstantPrefix)]);

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var one = graph.AddScalar(1);
        var c = graph.AddNode("Max", [features, one]);
        var d = graph.AddNode("Sub", [rates.Add(graph, parameters, ConstantPrefix), graph.AddNode("Log", [c])]);
        var main = graph.AddNode("Mul", [c, AddExpRemainder(graph, d)]);
        var ofZeros = graph.AddNode("Mul", [graph.AddNode("Sub", [c, features]), graph.AddNode("Add", [d, one])]);
        return graph.AddNode(
            "Add",
            [graph.AddNode("Add", [main, ofZeros]), StirlingNodes.AddOfFactorials(graph, features, ConstantPrefix)]
        );
    }

    /// <summary>Returns exp(d) - 1 - d. It uses a series near 0, where the terms would cancel out.</summary>
    private static Tensor ExpRemainder(Tensor d)
    {
        var near = d.Between(-SeriesRadius, SeriesRadius);
        var sum = full_like(near, Held(Series[^1]));
        foreach (var coefficient in Series[..^1].Reverse())
        {
            sum = (sum * near).Plus(Held(coefficient));
        }

        return where(d.abs().le(Held(SeriesRadius)), sum * near * near, d.exp() - Held(1) - d);
    }

    /// <inheritdoc cref="ExpRemainder(Tensor)"/>
    internal static Vector<float> ExpRemainder(Vector<float> d)
    {
        var sum = new Vector<float>((float)Series[^1]);
        for (var i = Series.Length - 2; i >= 0; i--)
        {
            sum = (sum * d) + new Vector<float>((float)Series[i]);
        }

        return Vector.ConditionalSelect(
            Vector.LessThanOrEqual(Vector.Abs(d), new Vector<float>((float)SeriesRadius)),
            sum * d * d,
            VectorFunctions.Exp(d) - Vector<float>.One - d
        );
    }

    private static OnnxValue AddExpRemainder(OnnxGraphBuilder graph, OnnxValue d)
    {
        var radius = graph.AddScalar((float)SeriesRadius);
        var near = graph.AddNode("Clip", [d, graph.AddScalar(-(float)SeriesRadius), radius]);
        var sum = graph.AddScalar((float)Series[^1]);
        foreach (var coefficient in Series[..^1].Reverse())
        {
            sum = graph.AddNode("Add", [graph.AddNode("Mul", [sum, near]), graph.AddScalar((float)coefficient)]);
        }

        var ofSeries = graph.AddNode("Mul", [sum, graph.AddNode("Mul", [near, near])]);
        var lessOne = graph.AddNode("Sub", [graph.AddNode("Exp", [d]), graph.AddScalar(1)]);
        var isNear = graph.AddNode("LessOrEqual", [graph.AddNode("Abs", [d]), radius]);
        return graph.AddNode("Where", [isNear, ofSeries, graph.AddNode("Sub", [lessOne, d])]);
    }
}
