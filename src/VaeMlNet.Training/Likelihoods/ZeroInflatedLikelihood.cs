using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Independent slots that are 0 with an additional probability, and otherwise have another distribution. The decoder's raw outputs are
/// those of the other distribution, followed by the logits of the additional zeros.
/// </summary>
/// <remarks>
/// With the probability p of an additional zero and the logit l, and the density f of the other distribution, -log p(0) = -log(p + (1 - p) f(0))
/// = softplus(-l) - softplus(log f(0) - l), and for other values -log(1 - p) - log f(x) (Lambert 1992). A distribution of positive amounts has no
/// mass at 0, so that p(0) = p (Duan et al. 1983).
/// </remarks>
internal sealed class ZeroInflatedLikelihood : Likelihood
{
    private readonly Likelihood values;
    private readonly string kind;
    private readonly bool areCounts;

    /// <param name="values">The distribution of the values besides additional zeros. This likelihood owns it.</param>
    /// <param name="kind">The name of this likelihood in the manifest.</param>
    /// <param name="areCounts">Whether the other distribution gives 0 a probability.</param>
    public ZeroInflatedLikelihood(Likelihood values, string kind, bool areCounts)
        : base(nameof(ZeroInflatedLikelihood), values.InputDim)
    {
        this.values = values;
        this.kind = kind;
        this.areCounts = areCounts;
        register_module("values", values);
    }

    public override string ConstantPrefix
    {
        get => values.ConstantPrefix;
        set => values.ConstantPrefix = value;
    }

    public override int ParameterWidth => values.ParameterWidth + InputDim;

    public override IReadOnlyList<LikelihoodParameter> OtherParameters =>
        [.. values.OtherParameters, new(GraphTensors.ZeroProbability, Power: 0)];

    public override bool ChangesEncoderInput => values.ChangesEncoderInput;

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var logits = Logits(parameters); // [N, D]
        var ofValues = values.NegativeLogLikelihoodPerSlot(Parameters(parameters), x);
        var ofZeros = (-logits).Softplus();
        ofZeros = areCounts ? ofZeros - (-logits - ofValues).Softplus() : ofZeros;
        return where(x.eq(Held(0)), ofZeros, ofValues.Plus(logits.Softplus()));
    }

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new ZeroInflatedGradient(values.NewGradient(rowCount, learned), areCounts);

    public override Tensor Mean(Tensor parameters) =>
        values.Mean(Parameters(parameters)) * (-Logits(parameters)).sigmoid();

    public override Tensor Sample(Tensor parameters, Generator generator)
    {
        var drawn = values.Sample(Parameters(parameters), generator);
        return drawn * (-Logits(parameters)).sigmoid().bernoulli(generator);
    }

    public override IReadOnlyList<Tensor> ComputeOtherParameters(Tensor parameters) =>
        [.. values.ComputeOtherParameters(Parameters(parameters)), Logits(parameters).sigmoid()];

    public override Tensor EncoderInput(Tensor x) => values.EncoderInput(x);

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator)
    {
        var drawn = values.SyntheticRows(rowCount, minimum, maximum, generator);
        return drawn * rand(rowCount, InputDim, ScalarType.Float32, generator: generator).ge(Held(0.5)).to(drawn.dtype);
    }

    public override VaeColumn Describe(VaeColumn column) => values.Describe(column) with { Likelihood = kind };

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features) =>
        values.AddEncoderInput(graph, features);

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var share = graph.AddNode("Sigmoid", [graph.AddNode("Neg", [AddLogits(graph, parameters)])]);
        return graph.AddNode("Mul", [values.AddMean(graph, AddParameters(graph, parameters)), share]);
    }

    public override IReadOnlyList<OnnxValue> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters) =>
        [
            .. values.AddOtherParameters(graph, AddParameters(graph, parameters)),
            graph.AddNode("Sigmoid", [AddLogits(graph, parameters)]),
        ];

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var logits = AddLogits(graph, parameters);
        var ofValues = values.AddNegativeLogLikelihoodPerSlot(graph, AddParameters(graph, parameters), features);
        var ofZeros = SoftplusNodes.Add(graph, graph.AddNode("Neg", [logits]));
        if (areCounts)
        {
            var sum = graph.AddNode("Neg", [graph.AddNode("Add", [logits, ofValues])]);
            ofZeros = graph.AddNode("Sub", [ofZeros, SoftplusNodes.Add(graph, sum)]);
        }

        var ofOthers = graph.AddNode("Add", [ofValues, SoftplusNodes.Add(graph, logits)]);
        var isZero = graph.AddNode("Equal", [features, graph.AddScalar(0)]);
        return graph.AddNode("Where", [isZero, ofZeros, ofOthers]);
    }

    private Tensor Parameters(Tensor parameters) => parameters.narrow(1, 0, values.ParameterWidth);

    private Tensor Logits(Tensor parameters) => parameters.narrow(1, values.ParameterWidth, InputDim);

    private OnnxValue AddParameters(OnnxGraphBuilder graph, OnnxValue parameters) =>
        MatrixNodes.AddColumns(graph, parameters, 0, values.ParameterWidth);

    private OnnxValue AddLogits(OnnxGraphBuilder graph, OnnxValue parameters) =>
        MatrixNodes.AddColumns(graph, parameters, values.ParameterWidth, InputDim);
}
