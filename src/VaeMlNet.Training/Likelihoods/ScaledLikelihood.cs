using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The base class of likelihoods with a location and a scale per slot. The scale is fixed, or learned with the network.
/// </summary>
/// <remarks>
/// Training learns a number w for each scale, with log(scale) = m + softplus(w - m). This "softclip" of Rybkin et al. 2021
/// keeps log(scale) above m without a zero gradient. With a scale per row, the decoder's outputs are D locations, followed by D
/// numbers that are added to the initial value of w.
/// </remarks>
internal abstract class ScaledLikelihood : Likelihood
{
    private const string ParameterName = "log_scale";

    private readonly double fixedScale;
    private readonly double smallestLogScale;
    private readonly double start;
    private readonly bool isPerRow;

    /// <param name="name">The name of the module.</param>
    /// <param name="inputDim">D.</param>
    /// <param name="scale">The scale. If it is learned, its initial value.</param>
    /// <param name="smallestScale">The lower bound of a learned scale.</param>
    /// <param name="learned">The way in which the scale is learned, if at all.</param>
    protected ScaledLikelihood(string name, int inputDim, double scale, double smallestScale, LearnedScale learned)
        : base(name, inputDim)
    {
        fixedScale = scale;
        smallestLogScale = Math.Log(smallestScale);
        isPerRow = learned == LearnedScale.PerRow;
        if (learned == LearnedScale.None)
        {
            return;
        }

        // The inverse of softplus, so that learning starts at the requested scale.
        start = smallestLogScale + Math.Log(Math.Exp(Math.Log(scale) - smallestLogScale) - 1);
        if (!isPerRow)
        {
            var count = learned == LearnedScale.Shared ? 1 : inputDim;
            var parameter = new Parameter(full(count, Held(start), ScalarType.Float32));
            parameter.DetachFromDisposeScope();
            register_parameter(ParameterName, parameter);
        }
    }

    /// <summary>The default lower bound of a learned scale.</summary>
    public const double DefaultSmallestScale = 0.0024787521766663585; // exp(-6); a constant, so that options load no TorchSharp

    /// <inheritdoc />
    public override int ParameterWidth => isPerRow ? 2 * InputDim : InputDim;

    /// <summary>Gets the fixed scale; null if it is learned.</summary>
    public double? FixedScale => isPerRow || Learnable is not null ? null : fixedScale;

    /// <summary>Gets a value indicating whether each feature has a learned scale.</summary>
    public bool HasScalePerFeature => Learnable is { } learnable && learnable.numel() == InputDim;

    /// <summary>Sets the learned scale of each feature, which must be above the smallest scale.</summary>
    public void SetScales(IReadOnlyList<double> scales)
    {
        using var noGrad = no_grad();
        using var values = tensor([
            .. scales.Select(scale =>
                (float)(smallestLogScale + Math.Log(Math.Exp(Math.Log(scale) - smallestLogScale) - 1))
            ),
        ]);
        Learnable!.copy_(values);
    }

    private Parameter? Learnable => get_parameter(ParameterName);

    /// <summary>Checks the options of a scale.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value is outside its range, or a learned scale would start at its lower bound or below.
    /// </exception>
    public static void CheckScale(
        double scale,
        double smallestScale,
        LearnedScale learned,
        string name,
        string smallestName
    )
    {
        OptionRange.FiniteAboveZero(scale, name);
        OptionRange.Member(learned, "Likelihood.Learned");
        OptionRange.FiniteAboveZero(smallestScale, smallestName);
        CheckStart(scale, smallestScale, learned, name, scale);
    }

    /// <exception cref="ArgumentOutOfRangeException">A learned scale would start at its lower bound or below.</exception>
    public static void CheckStart(
        double scale,
        double smallestScale,
        LearnedScale learned,
        string name,
        double value
    ) =>
        OptionRange.Require(
            learned == LearnedScale.None || Math.Log(scale) > Math.Log(smallestScale) + 0.1,
            name,
            value,
            $"large enough to be learned: the scale (the root of a variance) is kept above {smallestScale:0.0000}"
        );

    /// <summary>Returns the mean, which is the location unless a likelihood says otherwise.</summary>
    public override Tensor Mean(Tensor parameters) => Location(parameters);

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) => AddLocation(graph, parameters);

    /// <summary>Returns the raw outputs without those of a scale per row, [N, D].</summary>
    protected Tensor Location(Tensor parameters) => isPerRow ? parameters.narrow(1, 0, InputDim) : parameters;

    /// <summary>Adds <see cref="Location"/> to a graph.</summary>
    protected OnnxValue AddLocation(OnnxGraphBuilder graph, OnnxValue parameters) =>
        isPerRow ? AddSplit(graph, parameters).Location : parameters;

    /// <summary>
    /// Returns log(scale), [1], [D] or [N, D]. A fixed scale is a float64 scalar, which takes the type of the other operand.
    /// </summary>
    protected Tensor LogScale(Tensor parameters) =>
        isPerRow ? AboveSmallest(parameters.narrow(1, InputDim, InputDim).Plus(Held(start))) : LogScaleOfEveryRow();

    /// <summary>Returns the scale for each slot of each row, [N, D].</summary>
    protected Tensor Scale(Tensor parameters) =>
        LogScale(parameters).exp().to(parameters.dtype).expand_as(Location(parameters));

    /// <summary>Creates the manual backpropagation of a density of (location - x) / scale.</summary>
    protected ReconstructionGradient NewRatioGradient<TDensity>(
        TDensity density,
        Func<Parameter, LearnedNumbers> learned
    )
        where TDensity : struct, IScaledDensity => NewGradient(new RatioDensity<TDensity>(density), learned);

    /// <summary>Creates the manual backpropagation of a density.</summary>
    protected ReconstructionGradient NewGradient<TDensity>(TDensity density, Func<Parameter, LearnedNumbers> learned)
        where TDensity : struct, ICellDensity<TDensity> =>
        isPerRow
            ? new RowScaleGradient<TDensity>(density, smallestLogScale, start)
            : new SlotScaleGradient<TDensity>(
                density,
                Math.Log(fixedScale),
                smallestLogScale,
                Learnable is { } learnable ? learned(learnable) : null
            );

    /// <summary>Adds log(scale) of a learned scale: a constant that broadcasts over rows, or a value for each row.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="parameters">The decoder's raw outputs, [N, P].</param>
    /// <param name="name">The name of the constant. A graph that needs log(scale) twice has two names.</param>
    protected OnnxValue AddLogScale(OnnxGraphBuilder graph, OnnxValue parameters, string name = ParameterName)
    {
        if (!isPerRow)
        {
            var values = LogScaleOfEveryRow().to(ScalarType.Float32); // [1] or [D]
            return graph.AddInitializer($"{ConstantPrefix}.{name}", TensorValues.Floats(values), 1, values.numel());
        }

        var shift = graph.AddScalar((float)(start - smallestLogScale));
        var raw = graph.AddNode("Add", [AddSplit(graph, parameters).Spread, shift]);
        return graph.AddNode("Add", [SoftplusNodes.Add(graph, raw), graph.AddScalar((float)smallestLogScale)]);
    }

    /// <summary>Adds exp(exponent * log(scale)).</summary>
    protected static OnnxValue AddPower(OnnxGraphBuilder graph, OnnxValue logScale, float exponent) =>
        graph.AddNode("Exp", [graph.AddNode("Mul", [logScale, graph.AddScalar(exponent)])]);

    /// <summary>Adds numbers as an output with the same values for every row, [N, D].</summary>
    protected OnnxValue AddForEveryRow(OnnxGraphBuilder graph, OnnxValue values, OnnxValue parameters) =>
        isPerRow ? values : graph.AddNode("Expand", [values, graph.AddNode("Shape", [parameters])]);

    private Tensor LogScaleOfEveryRow() =>
        Learnable is { } learnable ? AboveSmallest(learnable) : tensor(Math.Log(fixedScale), ScalarType.Float64);

    private Tensor AboveSmallest(Tensor learned) =>
        (learned - Held(smallestLogScale)).Softplus().Plus(Held(smallestLogScale));

    private (OnnxValue Location, OnnxValue Spread) AddSplit(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var axis = OnnxAttribute.Integer("axis", 1);
        var halves = graph.AddNode("Split", [parameters, graph.AddIndices(InputDim, InputDim)], 2, axis);
        return (halves[0], halves[1]);
    }
}
