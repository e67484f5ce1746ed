using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Independent slots whose logarithms are normal, for positive amounts. The decoder's raw outputs are the means of log x and, with a scale
/// per row, their standard deviations.
/// </summary>
/// <remarks>
/// With the mean m and the standard deviation s of log x, -log p = log x + log s + log(2 pi)/2 + ((log x - m)/s)^2 / 2, and the mean of x is
/// exp(m + s^2/2) (Johnson, Kotz &amp; Balakrishnan 1994, ch. 14). In tables, the decoder's outputs, the scale and its bound are those of the
/// standardized logarithm (log x - c)/d, with c and d the mean and standard deviation of log x in the training data, and the density is
/// that of x / exp(c), so that scores do not depend on the unit of an amount. The encoder's input is (log x - c)/d. Beside zeros, it is
/// (log(x + exp(c - 2 d)) - c)/d, which is -2 for zeros.
/// </remarks>
internal sealed class LogNormalLikelihood : ScaledLikelihood
{
    /// <summary>The largest logarithm of a mean or a sample: numbers above 1E27 mean nothing, and float32 ends at exp(88).</summary>
    private const float LargestLog = 64;

    /// <summary>The smallest positive normal number. Its logarithm is finite in all runtimes.</summary>
    private const float SmallestAmount = 1.17549435E-38f;

    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    private readonly float[] centers;
    private readonly float[] deviations;
    private readonly float[] offsets;

    /// <param name="inputDim">D.</param>
    /// <param name="scale">The scale. If it is learned, its initial value.</param>
    /// <param name="smallestScale">The lower bound of a learned scale.</param>
    /// <param name="learned">The way in which the scale is learned, if at all.</param>
    /// <param name="centers">The mean c of log x of each slot; null for 0.</param>
    /// <param name="deviations">The standard deviation d of log x of each slot; null for 1.</param>
    /// <param name="isBesideZeros">Whether the encoder's input can be 0.</param>
    public LogNormalLikelihood(
        int inputDim,
        double scale,
        double smallestScale,
        LearnedScale learned,
        float[]? centers,
        float[]? deviations,
        bool isBesideZeros
    )
        : base(nameof(LogNormalLikelihood), inputDim, scale, smallestScale, learned)
    {
        this.centers = centers ?? new float[inputDim];
        this.deviations = deviations ?? [.. Enumerable.Repeat(1f, inputDim)];
        offsets =
        [
            .. this.centers.Zip(
                this.deviations,
                (c, d) => isBesideZeros ? Math.Max((float)Math.Exp(c - (2 * d)), SmallestAmount) : 0
            ),
        ];
    }

    public override IReadOnlyList<LikelihoodParameter> OtherParameters => [new(GraphTensors.LogDeviation, Power: 0)];

    public override bool ChangesEncoderInput => true;

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var standardized = Standardized(x.clamp_min(Held(SmallestAmount))); // [N, D]
        var logScale = LogScale(parameters);
        var ratio = (standardized - Location(parameters)) * (-logScale).exp();
        // log(x / exp(c)), plus the logarithm of the standard deviation of log x
        var jacobian = (standardized * tensor(deviations, device: x.device)).Plus(
            tensor(Array.ConvertAll(deviations, MathF.Log), device: x.device)
        );
        return (ratio.Squared() * Held(0.5)).Plus(jacobian).Plus(logScale).Plus(Held(HalfLogTwoPi));
    }

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new LogNormalGradient(
            NewRatioGradient(default(GaussianLikelihood.Density), learned),
            centers,
            deviations,
            SmallestAmount
        );

    public override Tensor Mean(Tensor parameters) =>
        Amount(LogLocation(parameters).Plus(Deviation(parameters).Squared() * Held(0.5)));

    public override Tensor Sample(Tensor parameters, Generator generator)
    {
        var noise = randn(parameters.shape[0], InputDim, ScalarType.Float32, generator: generator);
        return Amount(LogLocation(parameters).Plus(Deviation(parameters) * noise)).clamp_min(Held(SmallestAmount));
    }

    public override IReadOnlyList<Tensor> ComputeOtherParameters(Tensor parameters) => [Deviation(parameters)];

    public override Tensor EncoderInput(Tensor x) =>
        Standardized(x.clamp_min(Held(0)).Plus(tensor(offsets, device: x.device)).clamp_min(Held(SmallestAmount)));

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        ((rand(rowCount, InputDim, ScalarType.Float32, generator: generator) * Held(4)) - Held(2)).exp();

    public override VaeColumn Describe(VaeColumn column) => column with { Likelihood = VaeColumn.LogNormal };

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features)
    {
        var amounts = graph.AddNode("Relu", [features]);
        var shifted = graph.AddNode("Add", [amounts, AddRow(graph, "encoder_offsets", offsets)]);
        return AddStandardized(graph, shifted, "encoder");
    }

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var location = graph.AddNode(
            "Mul",
            [AddLocation(graph, parameters), AddRow(graph, "location_scales", deviations)]
        );
        var center = graph.AddNode("Add", [location, AddRow(graph, "location_means", centers)]);
        var deviation = AddDeviation(graph, parameters, "mean");
        var square = graph.AddNode("Mul", [graph.AddNode("Mul", [deviation, deviation]), graph.AddScalar(0.5f)]);
        var logarithm = graph.AddNode("Add", [center, square]);
        return graph.AddNode("Exp", [graph.AddNode("Min", [logarithm, graph.AddScalar(LargestLog)])]);
    }

    public override IReadOnlyList<OnnxValue> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters) =>
        [AddForEveryRow(graph, AddDeviation(graph, parameters, "output"), parameters)];

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var standardized = AddStandardized(graph, features, "density");
        var logScale = AddLogScale(graph, parameters);
        var difference = graph.AddNode("Sub", [standardized, AddLocation(graph, parameters)]);
        var ratio = graph.AddNode("Mul", [difference, AddPower(graph, logScale, -1)]);
        var square = graph.AddNode("Mul", [graph.AddNode("Mul", [ratio, ratio]), graph.AddScalar(0.5f)]);
        float[] constants = [.. deviations.Select(d => (float)(Math.Log(d) + HalfLogTwoPi))];
        var jacobian = graph.AddNode("Mul", [standardized, AddRow(graph, "density_scales", deviations)]);
        var constant = graph.AddNode("Add", [logScale, AddRow(graph, "density_constants", constants)]);
        return graph.AddNode("Add", [graph.AddNode("Add", [square, jacobian]), constant]);
    }

    /// <summary>Returns (log x - c)/d.</summary>
    private Tensor Standardized(Tensor x) =>
        (x.log() - tensor(centers, device: x.device)) / tensor(deviations, device: x.device);

    /// <summary>Returns the mean of log x, [N, D].</summary>
    private Tensor LogLocation(Tensor parameters) =>
        (Location(parameters) * tensor(deviations, device: parameters.device)).Plus(
            tensor(centers, device: parameters.device)
        );

    /// <summary>Returns the standard deviation of log x, [N, D].</summary>
    private Tensor Deviation(Tensor parameters) => Scale(parameters) * tensor(deviations, device: parameters.device);

    private static Tensor Amount(Tensor logarithm) => logarithm.clamp_max(Held(LargestLog)).exp();

    private OnnxValue AddStandardized(OnnxGraphBuilder graph, OnnxValue x, string name)
    {
        var logarithm = graph.AddNode("Log", [graph.AddNode("Max", [x, graph.AddScalar(SmallestAmount)])]);
        var centered = graph.AddNode("Sub", [logarithm, AddRow(graph, $"{name}_log_means", centers)]);
        return graph.AddNode("Div", [centered, AddRow(graph, $"{name}_log_scales", deviations)]);
    }

    private OnnxValue AddDeviation(OnnxGraphBuilder graph, OnnxValue parameters, string name) =>
        graph.AddNode(
            "Mul",
            [
                AddPower(graph, AddLogScale(graph, parameters, $"{name}_log_scale"), 1),
                AddRow(graph, $"{name}_log_deviations", deviations),
            ]
        );

    private OnnxValue AddRow(OnnxGraphBuilder graph, string name, float[] values) =>
        graph.AddInitializer($"{ConstantPrefix}.{name}", values, 1, values.Length);
}
