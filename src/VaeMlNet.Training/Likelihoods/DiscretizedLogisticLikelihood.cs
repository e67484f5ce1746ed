using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Independent slots of 256 levels k/255, such as the pixels of 8-bit images: a logistic variable that is rounded to the nearest level. The
/// decoder's raw outputs are the locations and, with a scale per row, the scales.
/// </summary>
/// <remarks>
/// With the location m, the scale s, a = (x - 1/510 - m)/s and b = (x + 1/510 - m)/s, p(x) = sigmoid(b) - sigmoid(a). The lowest level includes
/// everything below it (a = -infinity), and the highest everything above it (Kingma et al. 2016, "Improved variational inference with inverse
/// autoregressive flow"; Salimans et al. 2017, eq. 2). The difference equals sigmoid(b) sigmoid(-a) (1 - exp(a - b)), whose logarithm
/// is exact in float32, so that no approximation is needed in the tails.
/// </remarks>
internal sealed class DiscretizedLogisticLikelihood(
    int inputDim,
    double scale,
    double smallestScale,
    LearnedScale learned
) : ScaledLikelihood(nameof(DiscretizedLogisticLikelihood), inputDim, scale, smallestScale, learned)
{
    /// <summary>The largest logarithm of a scale. The levels then have nearly the same probability.</summary>
    private const double LargestLogScale = 5;

    private const double HalfStep = 0.5 / SlotGroup.LargestLevel;

    /// <summary>The width of a level in scales below which 1 - exp(-width) keeps too few digits.</summary>
    private const double SeriesRadius = 0.5;

    public override IReadOnlyList<LikelihoodParameter> OtherParameters =>
        [new(GraphTensors.Location, Power: 1), new(GraphTensors.Scale, Power: 1)];

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var logScale = BoundedLogScale(parameters);
        var perScale = (-logScale).exp();
        var difference = x - Location(parameters); // [N, D]
        var below = ((difference - Held(HalfStep)) * perScale).Softplus(); // -log sigmoid(-a)
        var above = ((-difference - Held(HalfStep)) * perScale).Softplus(); // -log sigmoid(b)
        var width = perScale * Held(2 * HalfStep); // b - a
        var near = width.clamp_max(Held(SeriesRadius));
        var series =
            (near.log() - (near * Held(0.5))).Plus(near.Squared() * Held(1 / 24.0))
            - (near.Squared().Squared() * Held(1 / 2880.0));
        var direct = (-(-width.clamp_min(Held(SeriesRadius))).exp()).Plus(Held(1)).log();
        var logOfWidth = where(width.lt(Held(SeriesRadius)), series, direct).to(x.dtype);
        var inner = below.Plus(above) - logOfWidth;
        return where(x.lt(Held(HalfStep)), above, where(x.gt(Held(1 - HalfStep)), below, inner));
    }

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        NewGradient(default(Density), learned);

    /// <summary>
    /// Returns s (softplus(m/s) - softplus((m - 1)/s)), the mean of the logistic variable clamped to [0, 1]. Rounding to levels moves it by at
    /// most half a level.
    /// </summary>
    public override Tensor Mean(Tensor parameters)
    {
        var scale = BoundedScale(parameters);
        var location = Location(parameters);
        var integral = (location / scale).Softplus() - ((location - Held(1)) / scale).Softplus();
        return (scale * integral).clamp(Held(0), Held(1));
    }

    public override Tensor Sample(Tensor parameters, Generator generator)
    {
        var u = (rand(parameters.shape[0], InputDim, ScalarType.Float32, generator: generator) * Held(1 - 2e-7)).Plus(
            Held(1e-7)
        );
        var x = Location(parameters).Plus(BoundedScale(parameters) * (u.log() - (-u).Plus(Held(1)).log()));
        return (x.clamp(Held(0), Held(1)) * Held(SlotGroup.LargestLevel)).round() / Held(SlotGroup.LargestLevel);
    }

    public override IReadOnlyList<Tensor> ComputeOtherParameters(Tensor parameters) =>
        [Location(parameters), BoundedScale(parameters)];

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator)
    {
        var uniform = rand(rowCount, InputDim, ScalarType.Float32, generator: generator);
        return (uniform * Held(SlotGroup.LargestLevel)).round() / Held(SlotGroup.LargestLevel);
    }

    public override VaeColumn Describe(VaeColumn column) => column with { Likelihood = VaeColumn.DiscretizedLogistic };

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters)
    {
        var scale = AddPower(graph, AddBoundedLogScale(graph, parameters, "mean_log_scale"), 1);
        var location = AddLocation(graph, parameters);
        var one = graph.AddScalar(1);
        var lower = SoftplusNodes.Add(graph, graph.AddNode("Div", [location, scale]));
        var upper = SoftplusNodes.Add(graph, graph.AddNode("Div", [graph.AddNode("Sub", [location, one]), scale]));
        var integral = graph.AddNode("Mul", [scale, graph.AddNode("Sub", [lower, upper])]);
        return graph.AddNode("Clip", [integral, graph.AddScalar(0), one]);
    }

    public override IReadOnlyList<OnnxValue> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters) =>
        [
            AddLocation(graph, parameters),
            AddForEveryRow(graph, AddPower(graph, AddBoundedLogScale(graph, parameters, "log_scale"), 1), parameters),
        ];

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        var perScale = AddPower(graph, AddBoundedLogScale(graph, parameters, "log_scale"), -1);
        var halfStep = graph.AddScalar((float)HalfStep);
        var difference = graph.AddNode("Sub", [features, AddLocation(graph, parameters)]);
        var below = AddSoftplus(difference);
        var above = AddSoftplus(graph.AddNode("Neg", [difference]));
        var inner = graph.AddNode("Sub", [graph.AddNode("Add", [below, above]), AddLogOfWidth(graph, perScale)]);
        var isHighest = graph.AddNode("Greater", [features, graph.AddScalar((float)(1 - HalfStep))]);
        var isLowest = graph.AddNode("Less", [features, halfStep]);
        return graph.AddNode("Where", [isLowest, above, graph.AddNode("Where", [isHighest, below, inner])]);

        OnnxValue AddSoftplus(OnnxValue distance) =>
            SoftplusNodes.Add(graph, graph.AddNode("Mul", [graph.AddNode("Sub", [distance, halfStep]), perScale]));
    }

    private Tensor BoundedLogScale(Tensor parameters) => LogScale(parameters).clamp_max(Held(LargestLogScale));

    private Tensor BoundedScale(Tensor parameters) =>
        BoundedLogScale(parameters).exp().to(parameters.dtype).expand_as(Location(parameters));

    private OnnxValue AddBoundedLogScale(OnnxGraphBuilder graph, OnnxValue parameters, string name) =>
        graph.AddNode("Min", [AddLogScale(graph, parameters, name), graph.AddScalar((float)LargestLogScale)]);

    /// <summary>Adds log(1 - exp(-w)) of the width w of a level in scales: log w - w/2 + w^2/24 - w^4/2880 for small widths.</summary>
    private static OnnxValue AddLogOfWidth(OnnxGraphBuilder graph, OnnxValue perScale)
    {
        var width = graph.AddNode("Mul", [perScale, graph.AddScalar((float)(2 * HalfStep))]);
        var radius = graph.AddScalar((float)SeriesRadius);
        var near = graph.AddNode("Min", [width, radius]);
        var square = graph.AddNode("Mul", [near, near]);
        var last = graph.AddNode("Mul", [square, graph.AddScalar((float)(1 / 2880.0))]);
        var even = graph.AddNode("Mul", [square, graph.AddNode("Sub", [graph.AddScalar((float)(1 / 24.0)), last])]);
        var odd = graph.AddNode("Mul", [near, graph.AddScalar(0.5f)]);
        var series = graph.AddNode("Add", [graph.AddNode("Sub", [graph.AddNode("Log", [near]), odd]), even]);
        var power = graph.AddNode("Exp", [graph.AddNode("Neg", [graph.AddNode("Max", [width, radius])])]);
        var direct = graph.AddNode("Log", [graph.AddNode("Sub", [graph.AddScalar(1), power])]);
        return graph.AddNode("Where", [graph.AddNode("Less", [width, radius]), series, direct]);
    }

    /// <summary>
    /// With the width w = b - a of a level, the loss softplus(a) + softplus(-b) - log(1 - exp(-w)) has the derivatives (sigmoid(-b) - sigmoid(a)) / s
    /// by the location, and b sigmoid(-b) - a sigmoid(a) + w / (exp(w) - 1) by log s. The last term is 1 - w/2 + w^2/12 - w^4/720 for small widths
    /// (Abramowitz &amp; Stegun 1964, 23.1.1). The lowest level has no terms of a and w, and the highest none of b and w.
    /// </summary>
    private readonly struct Density : ICellDensity<Density>
    {
        private readonly Vector<float> perScale;
        private readonly Vector<float> logOfWidth; // log(1 - exp(-w))
        private readonly Vector<float> slopeOfWidth; // w / (exp(w) - 1)
        private readonly Vector<float> isBelowLargest; // 1 where the scale is below its bound

        private Density(CellScale scale)
        {
            isBelowLargest = Vector.ConditionalSelect(
                Vector.LessThanOrEqual(scale.Log, new Vector<float>((float)LargestLogScale)),
                Vector<float>.One,
                Vector<float>.Zero
            );
            perScale = Vector.Max(scale.Inverse, new Vector<float>((float)Math.Exp(-LargestLogScale)));
            var width = perScale * (float)(2 * HalfStep);
            var near = Vector.Min(width, new Vector<float>((float)SeriesRadius));
            var far = VectorFunctions.Exp(-Vector.Max(width, new Vector<float>((float)SeriesRadius)));
            var square = near * near;
            var isNear = Vector.LessThan(width, new Vector<float>((float)SeriesRadius));
            logOfWidth = Vector.ConditionalSelect(
                isNear,
                VectorFunctions.Log(near) - (near * 0.5f) + (square * (1 / 24f)) - (square * square * (1 / 2880f)),
                VectorFunctions.Log(Vector<float>.One - far)
            );
            slopeOfWidth = Vector.ConditionalSelect(
                isNear,
                Vector<float>.One - (near * 0.5f) + (square * (1 / 12f)) - (square * square * (1 / 720f)),
                width * far / (Vector<float>.One - far)
            );
        }

        public Density With(CellScale scale, int slot) => new(scale);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public CellLoss At(Vector<float> location, Vector<float> x)
        {
            var halfStep = new Vector<float>((float)HalfStep);
            var isLowest = Vector.LessThan(x, halfStep);
            var isHighest = Vector.GreaterThan(x, Vector<float>.One - halfStep);
            var isInner = Vector.OnesComplement(isLowest | isHighest);
            var a = (x - location - halfStep) * perScale;
            var b = (x - location + halfStep) * perScale;
            var (below, ofBelow) = Term(a, isLowest);
            var (above, ofAbove) = Term(-b, isHighest);
            return new(
                below + above - Vector.ConditionalSelect(isInner, logOfWidth, Vector<float>.Zero),
                (ofAbove - ofBelow) * perScale,
                ((b * ofAbove) - (a * ofBelow) + Vector.ConditionalSelect(isInner, slopeOfWidth, Vector<float>.Zero))
                    * isBelowLargest
            );
        }

        /// <summary>Returns softplus(z) and sigmoid(z), except 0 for a level without this term.</summary>
        private static (Vector<float> Loss, Vector<float> Slope) Term(Vector<float> z, Vector<int> isMissing)
        {
            var curve = LogisticCurve.At(z);
            return (
                Vector.ConditionalSelect(isMissing, Vector<float>.Zero, curve.Softplus),
                Vector.ConditionalSelect(isMissing, Vector<float>.Zero, curve.Sigmoid)
            );
        }
    }
}
