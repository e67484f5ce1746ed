using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>Creates the manual backpropagation of a likelihood.</summary>
internal delegate ReconstructionGradient GradientFactory(
    FormulaLikelihood likelihood,
    Func<Parameter, LearnedNumbers> learned
);

/// <summary>
/// Independent slots with the density of a formula. The decoder's raw outputs are D locations, D scales if each row has its own, and D logits of
/// additional zeros if the formula has them.
/// </summary>
internal sealed class FormulaLikelihood : Likelihood
{
    private const string ParameterName = "log_scale";

    private readonly IDensity formula;
    private readonly GradientFactory? newGradient;
    private readonly long[] widths; // of the parts of the decoder's raw outputs

    // Not the module itself, because TorchSharp registers the modules in fields.
    private readonly Func<Parameter?> findLearnable;

    /// <param name="formula">The formula.</param>
    /// <param name="inputDim">D.</param>
    /// <param name="scale">The settings of the scale.</param>
    /// <param name="newGradient">Creates the manual backpropagation; null for networks that are trained by autograd.</param>
    public FormulaLikelihood(IDensity formula, int inputDim, ScaleSettings scale, GradientFactory? newGradient)
        : base(nameof(FormulaLikelihood), inputDim)
    {
        (this.formula, Scale, this.newGradient) = (formula, scale, newGradient);
        widths = [.. Enumerable.Repeat((long)inputDim, 1 + (scale.IsPerRow ? 1 : 0) + (formula.HasZeroLogit ? 1 : 0))];
        nn.Module owner = formula.HasZeroLogit ? new ScaleOfValues() : this;
        findLearnable = () => owner.get_parameter(ParameterName);
        if (scale.Learned is VaeLearnedScale.Shared or VaeLearnedScale.PerFeature)
        {
            var count = scale.Learned == VaeLearnedScale.Shared ? 1 : inputDim;
            var parameter = new Parameter(full(count, Held(scale.LearnedOf(scale.Scale)), ScalarType.Float32));
            parameter.DetachFromDisposeScope();
            owner.register_parameter(ParameterName, parameter);
        }

        if (owner != this)
        {
            register_module("values", owner);
        }
    }

    public IDensity Formula => formula;

    public ScaleSettings Scale { get; }

    /// <summary>Gets the mean of the encoder's input of each slot in the training data, before it is standardized; null for 0.</summary>
    public float[]? Centers { get; init; }

    /// <summary>Gets the standard deviations for <see cref="Centers"/>; null for 1.</summary>
    public float[]? Deviations { get; init; }

    /// <summary>Gets a value indicating whether each feature has a learned scale.</summary>
    public bool HasScalePerFeature => Learnable is { } learnable && learnable.numel() == InputDim;

    public override int ParameterWidth => widths.Length * InputDim;

    public override IReadOnlyList<LikelihoodParameter> OtherParameters => formula.OtherParameters;

    public override bool ChangesEncoderInput => formula.ChangesEncoderInput;

    public override bool HasGradient => newGradient is not null;

    private Parameter? Learnable => findLearnable();

    /// <summary>Sets the learned scale of each feature, which must be above the smallest scale.</summary>
    public void SetScales(IReadOnlyList<double> scales)
    {
        using var noGrad = no_grad();
        using var values = tensor([.. scales.Select(scale => (float)Scale.LearnedOf(scale))]);
        Learnable!.copy_(values);
    }

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var slot = SlotOf(parameters, formula.UsesFloat64);
        var values = new TensorNumber(formula.UsesFloat64 ? x.to(ScalarType.Float64) : x);
        var loss = formula.NegativeLogLikelihood(values, slot, formula.OfScale(slot)).ToTensor();
        return formula.UsesFloat64 ? loss.to(x.dtype) : loss;
    }

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        newGradient!(this, learned);

    /// <summary>Creates the manual backpropagation of a density of (location - x) / scale.</summary>
    public ReconstructionGradient NewRatioGradient<TDensity>(TDensity density, Func<Parameter, LearnedNumbers> learned)
        where TDensity : struct, IScaledDensity => NewGradient(new RatioDensity<TDensity>(density), learned);

    /// <summary>Creates the manual backpropagation of a density.</summary>
    public ReconstructionGradient NewGradient<TDensity>(TDensity density, Func<Parameter, LearnedNumbers> learned)
        where TDensity : struct, ICellDensity<TDensity> =>
        Scale.IsPerRow
            ? new RowScaleGradient<TDensity>(density, Scale)
            : new SlotScaleGradient<TDensity>(density, Scale, Learnable is { } w ? learned(w) : null);

    public override Tensor Mean(Tensor parameters) => formula.Mean(SlotOf(parameters)).ToTensor();

    public override IReadOnlyList<Tensor> ComputeOtherParameters(Tensor parameters)
    {
        var like = parameters.narrow(1, 0, InputDim);
        return [.. formula.ComputeOtherParameters(SlotOf(parameters)).Select(number => number.ToTensor(like))];
    }

    public override Tensor EncoderInput(Tensor x) =>
        ChangesEncoderInput
            ? formula.EncoderInput(new TensorNumber(x), PerSlot(Centers, 0, x), PerSlot(Deviations, 1, x)).ToTensor()
            : x;

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator)
    {
        var uniform = rand(rowCount, InputDim, ScalarType.Float32, generator: generator);
        var rows = ((IFormula)formula).Values switch
        {
            AllowedValues.UnitInterval => uniform,
            AllowedValues.Counts => (uniform * Held(Math.Min(maximum, 9) + 1.0)).floor(),
            AllowedValues.Positive or AllowedValues.NonNegative => ((uniform * Held(4)) - Held(2)).exp(),
            _ => (uniform * Held(maximum - minimum)).Plus(Held(minimum)),
        };
        return formula.HasZeroLogit
            ? rows * rand(rowCount, InputDim, ScalarType.Float32, generator: generator).ge(Held(0.5)).to(rows.dtype)
            : rows;
    }

    public override VaeColumn Describe(VaeColumn column) =>
        column with
        {
            Likelihood = ((IFormula)formula).Name,
            DegreesOfFreedom = ((IFormula)formula).DegreesOfFreedom,
        };

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features)
    {
        if (!ChangesEncoderInput)
        {
            return features;
        }

        var owner = new FormulaGraph(graph, $"{ConstantPrefix}.encoder");
        return formula
            .EncoderInput(new NodeNumber(owner, features), PerSlot(Centers, 0), PerSlot(Deviations, 1))
            .ToValue(owner);
    }

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var owner = new FormulaGraph(graph, $"{ConstantPrefix}.mean");
        return formula.Mean(SlotOf(owner, AddParts(graph, parameters))).ToValue(owner);
    }

    public override IReadOnlyList<OnnxValue> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var owner = new FormulaGraph(graph, $"{ConstantPrefix}.parameters");
        var parts = AddParts(graph, parameters);
        return [.. formula.ComputeOtherParameters(SlotOf(owner, parts)).Select(AddForEveryRow)];

        OnnxValue AddForEveryRow(NodeNumber number) =>
            number.IsConstant
                ? graph.AddNode("Expand", [number.ToValue(owner), graph.AddNode("Shape", [parts[0]])])
                : number.ToValue(owner);
    }

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var owner = new FormulaGraph(graph, $"{ConstantPrefix}.density");
        var slot = SlotOf(owner, AddParts(graph, parameters));
        var x = new NodeNumber(owner, features);
        return formula.NegativeLogLikelihood(x, slot, formula.OfScale(slot)).ToValue(owner);
    }

    private SlotParameters<TensorNumber> SlotOf(Tensor parameters, bool usesFloat64 = false)
    {
        TensorNumber[] parts = [.. parameters.Parts(widths).Select(part => Of(new TensorNumber(part)))];
        var logScale =
            Scale.IsPerRow ? Scale.LogOf(parts[1] + Scale.Shift)
            : Learnable is { } w ? Of(Scale.LogOf(new TensorNumber(w) - Scale.SmallestLog))
            : Scale.LogFixed;
        return SlotOf(parts, logScale, PerSlot(Centers, 0, parameters), PerSlot(Deviations, 1, parameters));

        TensorNumber Of(TensorNumber number) => usesFloat64 ? number.ToFloat64() : number;
    }

    private SlotParameters<NodeNumber> SlotOf(FormulaGraph owner, OnnxValue[] outputs)
    {
        var parts = Array.ConvertAll(outputs, output => new NodeNumber(owner, output));
        var logScale =
            Scale.IsPerRow ? Scale.LogOf(parts[1] + Scale.Shift)
            : Learnable is { } learned ? new NodeNumber(Array.ConvertAll(TensorValues.Floats(learned), LogScale))
            : Scale.LogFixed;
        return SlotOf(parts, logScale, PerSlot(Centers, 0), PerSlot(Deviations, 1));

        Number LogScale(float w) => Scale.LogOf((Number)(w - Scale.SmallestLog));
    }

    private SlotParameters<T> SlotOf<T>(T[] parts, T logScale, T center, T deviation)
        where T : struct, IFormulaNumber<T> =>
        new(formula.Location(parts[0], center, deviation), logScale, ZeroLogit: parts[^1], center, deviation);

    private OnnxValue[] AddParts(OnnxGraphBuilder graph, OnnxValue parameters) =>
        MatrixNodes.AddSplit(graph, parameters, widths);

    private static TensorNumber PerSlot(float[]? values, double otherwise, Tensor like) =>
        values is null ? otherwise : new TensorNumber(tensor(values, device: like.device));

    private static NodeNumber PerSlot(float[]? values, double otherwise) =>
        values is null ? otherwise : new NodeNumber(Array.ConvertAll(values, value => (Number)value));
}

/// <summary>The module of the learned scale of values besides additional zeros. In checkpoints, it is called "values".</summary>
internal sealed class ScaleOfValues() : nn.Module(nameof(ScaleOfValues));
