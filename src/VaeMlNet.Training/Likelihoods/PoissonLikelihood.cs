using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Independent Poisson slots for counts. The decoder's raw outputs are log-rates.</summary>
/// <remarks>
/// -log p = rate - x log(rate) + log(x!), with the logarithm of the rate as the natural parameter (McCullagh &amp; Nelder 1989,
/// sec. 6.2) and a decoder instead of the linear predictor (Nazabal et al. 2020, sec. 3). The rate cannot overflow: for the raw
/// output l, log(rate) = B - softplus(B - l) with B = log(2^24), the largest count. This equals 1 / rate = exp(-l) + 2^-24, and
/// the gradient never vanishes completely. The encoder's input is log(1 + x), because counts have long tails. In tables both
/// are standardized: the encoder's input is (log(1 + x) - m) / s, and l = m + s * output, where m and s are mean and standard
/// deviation of log(1 + x) in the training data.
/// </remarks>
internal sealed class PoissonLikelihood : Likelihood
{
    /// <summary>B.</summary>
    public static readonly double LargestLogRate = Math.Log(1 << 24);

    private const double SeriesRadius = 0.1;

    /// <summary>The coefficients of (exp(d) - 1 - d) / d^2.</summary>
    private static readonly double[] Series = [1 / 2.0, 1 / 6.0, 1 / 24.0, 1 / 120.0, 1 / 720.0, 1 / 5040.0];

    private readonly float[]? means;
    private readonly float[]? scales;

    /// <param name="inputDim">D.</param>
    /// <param name="means">The mean m of each slot; null for 0.</param>
    /// <param name="scales">The standard deviation s of each slot; null for 1.</param>
    public PoissonLikelihood(int inputDim, float[]? means = null, float[]? scales = null)
        : base(nameof(PoissonLikelihood), inputDim)
    {
        this.means = means;
        this.scales = scales;
    }

    public override bool ChangesEncoderInput => true;

    /// <remarks>
    /// Returns rate - x log(rate) + log(x!). For large counts, these terms cancel out, and few digits remain in float32. With c
    /// = max(x, 1) and d = log(rate) - log(c), it equals c (exp(d) - 1 - d) + (c - x) (1 + d) + r(x), whose terms are as small
    /// as the sum. r(x) = log(x!) - x log(c) + x is the remainder of Stirling's formula.
    /// </remarks>
    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var c = x.clamp_min(1); // [N, D]
        var d = LogRate(parameters) - c.log();
        var exact = x.to(ScalarType.Float64);
        var rest = (exact + 1.0).lgamma() - (exact * c.to(ScalarType.Float64).log()) + exact; // r(x)
        return (c * ExpRemainder(d)) + ((c - x) * (d + 1.0)) + rest.to(x.dtype);
    }

    public override Tensor Mean(Tensor parameters) => LogRate(parameters).exp();

    public override Tensor Sample(Tensor parameters, Generator generator) => Mean(parameters).poisson(generator);

    /// <summary>Treats negative numbers, which input noise can create, as 0.</summary>
    public override Tensor EncoderInput(Tensor x)
    {
        var logarithms = x.clamp_min(0).log1p();
        return means is null ? logarithms : (logarithms - tensor(means)) / tensor(scales!);
    }

    public override ReconstructionGradient? NewGradient() => means is null ? new PoissonGradient(this) : null;

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        (rand(rowCount, InputDim, ScalarType.Float32, generator: generator) * (Math.Min(maximum, 9) + 1.0)).floor();

    public override VaeColumn Describe(VaeColumn column) => column with { Likelihood = VaeColumn.Poisson };

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features)
    {
        var counts = graph.AddNode("Relu", [features]);
        var logarithms = graph.AddNode("Log", [graph.AddNode("Add", [counts, graph.AddScalar(1)])]);
        if (means is null)
        {
            return logarithms;
        }

        var centered = graph.AddNode("Sub", [logarithms, AddRow(graph, "encoder_means", means)]);
        return graph.AddNode("Div", [centered, AddRow(graph, "encoder_scales", scales!)]);
    }

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph.AddNode("Exp", [AddLogRate(graph, parameters)]);

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var one = graph.AddScalar(1);
        var c = graph.AddNode("Max", [features, one]);
        var d = graph.AddNode("Sub", [AddLogRate(graph, parameters), graph.AddNode("Log", [c])]);
        var main = graph.AddNode("Mul", [c, AddExpRemainder(graph, d)]);
        var ofZeros = graph.AddNode("Mul", [graph.AddNode("Sub", [c, features]), graph.AddNode("Add", [d, one])]);
        return graph.AddNode("Add", [graph.AddNode("Add", [main, ofZeros]), AddStirlingRest(graph, features)]);
    }

    /// <summary>Returns exp(d) - 1 - d. It uses a series near 0, where the terms would cancel out.</summary>
    private static Tensor ExpRemainder(Tensor d)
    {
        var near = d.clamp(-SeriesRadius, SeriesRadius);
        var sum = full_like(near, Series[^1]);
        foreach (var coefficient in Series[..^1].Reverse())
        {
            sum = (sum * near) + coefficient;
        }

        return where(d.abs().le(SeriesRadius), sum * near * near, d.exp() - 1.0 - d);
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

    /// <summary>
    /// Adds r(x): a table up to 15, then log(2 pi x) / 2 + 1 / (12 x), whose error is below 1E-6 (Abramowitz &amp; Stegun 1964,
    /// 6.1.41).
    /// </summary>
    private OnnxValue AddStirlingRest(OnnxGraphBuilder graph, OnnxValue x)
    {
        var table = new float[16];
        double logFactorial = 0;
        for (var i = 1; i < table.Length; i++)
        {
            logFactorial += Math.Log(i);
            table[i] = (float)(logFactorial - (i * Math.Log(i)) + i);
        }

        var last = graph.AddScalar(table.Length - 1);
        var toIndex = OnnxAttribute.Integer("to", (long)OnnxElementType.Int64);
        var index = graph.AddNode("Cast", [graph.AddNode("Min", [x, last])], toIndex);
        var small = graph.AddNode(
            "Gather",
            [graph.AddInitializer($"{ConstantPrefix}.rests", table, table.Length), index]
        );
        var large = graph.AddNode("Max", [x, last]);
        var logarithm = graph.AddNode("Log", [graph.AddNode("Mul", [large, graph.AddScalar((float)(2 * Math.PI))])]);
        var half = graph.AddNode("Mul", [logarithm, graph.AddScalar(0.5f)]);
        var ofLarge = graph.AddNode("Add", [half, graph.AddNode("Div", [graph.AddScalar(1 / 12f), large])]);
        return graph.AddNode("Where", [graph.AddNode("Greater", [x, last]), ofLarge, small]);
    }

    /// <summary>Returns log(rate) from the decoder's raw outputs, [N, D].</summary>
    private Tensor LogRate(Tensor parameters)
    {
        var raw = means is null ? parameters : (parameters * tensor(scales!)) + tensor(means);
        return LargestLogRate - nn.functional.softplus(LargestLogRate - raw);
    }

    private OnnxValue AddLogRate(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var raw = parameters;
        if (means is not null)
        {
            var scaled = graph.AddNode("Mul", [parameters, AddRow(graph, "log_rate_scales", scales!)]);
            raw = graph.AddNode("Add", [scaled, AddRow(graph, "log_rate_means", means)]);
        }

        var largest = graph.AddScalar((float)LargestLogRate);
        var below = SoftplusNodes.Add(graph, graph.AddNode("Sub", [largest, raw]));
        return graph.AddNode("Sub", [largest, below]);
    }

    private OnnxValue AddRow(OnnxGraphBuilder graph, string name, float[] values) =>
        graph.AddInitializer($"{ConstantPrefix}.{name}", values, 1, values.Length);

    /// <summary>The derivative of -log p by the raw output l is (rate - x) * sigmoid(B - l).</summary>
    private sealed class PoissonGradient(PoissonLikelihood likelihood) : ReconstructionGradient
    {
        public override double Replace(Tensor parameters, Tensor x, double factor)
        {
            var sum = likelihood.NegativeLogLikelihoodPerSlot(parameters, x).sum().item<float>();
            var slope = (LargestLogRate - parameters).sigmoid();
            parameters.copy_(likelihood.Mean(parameters)).sub_(x).mul_(slope).mul_(factor);
            return sum;
        }
    }
}
