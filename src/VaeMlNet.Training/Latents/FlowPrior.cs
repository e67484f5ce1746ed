using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// A normalizing flow of affine couplings: each standardizes one part of the latents by the other part, u = (z - t) exp(-s) (Dinh et al. 2017, sec. 3.2),
/// and the result has the distribution N(0, I). log p(z) = log N(u; 0, I) - sum of s.
/// </summary>
internal sealed class FlowPrior : LearnedPrior
{
    /// <summary>The bound of s, so that no step can overflow.</summary>
    private const double LargestLogScale = 2;

    private const int MomentDraws = 10_000;

    private readonly Coupling[] couplings;

    /// <param name="latentDim">L, at least 2.</param>
    /// <param name="count">The number of couplings.</param>
    /// <param name="hiddenDim">The number of hidden units of each coupling's network.</param>
    public FlowPrior(int latentDim, int count, int hiddenDim)
        : base(nameof(FlowPrior), latentDim)
    {
        var half = (latentDim + 1) / 2;
        couplings =
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => i % 2 == 0 ? (0, half, half, latentDim - half) : (half, latentDim - half, 0, half))
                .Select(parts => new Coupling(parts, hiddenDim)),
        ];
        foreach (var (i, coupling) in couplings.Index())
        {
            register_module($"hidden_{i}", coupling.Hidden);
            register_module($"output_{i}", coupling.Output);
        }
    }

    /// <summary>Starts as N(0, I): the output layers are 0.</summary>
    public override void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        foreach (var coupling in couplings)
        {
            var bound = 1 / Math.Sqrt(coupling.Hidden.in_features);
            coupling.Hidden.weight!.uniform_(-bound, bound, generator);
            coupling.Hidden.bias!.uniform_(-bound, bound, generator);
            coupling.Output.weight!.zero_();
            coupling.Output.bias!.zero_();
        }
    }

    public override Tensor LogDensity(Tensor z)
    {
        var logScales = zeros(1, 1, z.dtype, z.device); // [N, 1] after the first coupling
        var u = z;
        foreach (var coupling in couplings)
        {
            (u, var logScale) = coupling.Standardize(u);
            logScales = logScales.Plus(logScale.sum(1, keepdim: true));
        }

        return (u.Squared().Plus(Held(LogTwoPi)).sum(1, keepdim: true) * Held(-0.5)) - logScales;
    }

    public override Tensor Draw(long rowCount, Generator generator)
    {
        var z = randn(rowCount, LatentDim, ScalarType.Float32, generator: generator);
        foreach (var coupling in couplings.Reverse())
        {
            z = coupling.Invert(z);
        }

        return z;
    }

    /// <summary>Estimates the moments from samples with a fixed seed.</summary>
    public override (Tensor Mean, Tensor Variance) Moments()
    {
        using var generator = new Generator(1);
        var drawn = Draw(MomentDraws, generator);
        var mean = drawn.mean([0L]);
        return (mean, (drawn - mean).Squared().mean([0L]));
    }

    public override VaeLatentPrior Describe() =>
        new()
        {
            Kind = VaeLatentPrior.Flow,
            Couplings =
            [
                .. couplings.Select(coupling => new VaeAffineCoupling
                {
                    HiddenWeights = TensorValues.Floats(coupling.Hidden.weight!),
                    HiddenBiases = TensorValues.Floats(coupling.Hidden.bias!),
                    OutputWeights = TensorValues.Floats(coupling.Output.weight!),
                    OutputBiases = TensorValues.Floats(coupling.Output.bias!),
                }),
            ],
        };

    protected override OnnxValue AddLogDensity(OnnxGraphBuilder graph, OnnxValue z)
    {
        var u = z;
        OnnxValue? logScales = null;
        foreach (var (i, coupling) in couplings.Index())
        {
            (u, var logScale) = coupling.AddStandardized(graph, u, $"prior.{{0}}_{i}");
            var sum = MatrixNodes.AddSum(graph, logScale);
            logScales = logScales is null ? sum : graph.AddNode("Add", [logScales, sum]);
        }

        var half = graph.AddNode(
            "Mul",
            [MatrixNodes.AddSum(graph, graph.AddNode("Mul", [u, u])), graph.AddScalar(0.5f)]
        );
        return graph.AddNode("Neg", [graph.AddNode("Add", [half, logScales!])]);
    }

    /// <summary>One coupling. It is no module, so that the flow's layers have short keys.</summary>
    private sealed class Coupling(
        (int FirstRead, int ReadCount, int FirstChanged, int ChangedCount) parts,
        int hiddenDim
    )
    {
        public Linear Hidden { get; } = nn.Linear(parts.ReadCount, hiddenDim);

        public Linear Output { get; } = nn.Linear(hiddenDim, 2 * parts.ChangedCount);

        public (Tensor U, Tensor LogScale) Standardize(Tensor z)
        {
            var (read, changed, logScale, shift) = Parameters(z);
            return (Join(read, (changed - shift) * (-logScale).exp()), logScale);
        }

        public Tensor Invert(Tensor u)
        {
            var (read, changed, logScale, shift) = Parameters(u);
            return Join(read, (changed * logScale.exp()).Plus(shift));
        }

        public (OnnxValue U, OnnxValue LogScale) AddStandardized(OnnxGraphBuilder graph, OnnxValue z, string name)
        {
            OnnxValue AddPart(OnnxValue values, int first, int count) =>
                graph
                    .AddNode(
                        "Slice",
                        [values, graph.AddIndices(first), graph.AddIndices(first + count), graph.AddIndices(1)]
                    )
                    .DeclareShape(PointAxis, count);
            var read = AddPart(z, parts.FirstRead, parts.ReadCount);
            var changed = AddPart(z, parts.FirstChanged, parts.ChangedCount);
            var hidden = graph.AddModule(Hidden, read, string.Format(null, name, "hidden"));
            var outputs = graph.AddModule(Output, graph.AddNode("Tanh", [hidden]), string.Format(null, name, "output"));
            var logScale = graph.AddNode(
                "Mul",
                [
                    graph.AddNode("Tanh", [AddPart(outputs, 0, parts.ChangedCount)]),
                    graph.AddScalar((float)LargestLogScale),
                ]
            );
            var shift = AddPart(outputs, parts.ChangedCount, parts.ChangedCount);
            var standardized = graph.AddNode(
                "Mul",
                [graph.AddNode("Sub", [changed, shift]), graph.AddNode("Exp", [graph.AddNode("Neg", [logScale])])]
            );
            var joined = parts.FirstRead == 0 ? (OnnxValue[])[read, standardized] : [standardized, read];
            return (MatrixNodes.AddJoin(graph, joined), logScale);
        }

        private (Tensor Read, Tensor Changed, Tensor LogScale, Tensor Shift) Parameters(Tensor z)
        {
            var read = z.narrow(1, parts.FirstRead, parts.ReadCount);
            var (raw, shift) = Output.call(Hidden.call(read).tanh()).Halves(); // [N, B] each
            var changed = z.narrow(1, parts.FirstChanged, parts.ChangedCount);
            return (read, changed, raw.tanh() * Held(LargestLogScale), shift);
        }

        private Tensor Join(Tensor read, Tensor changed) =>
            cat(parts.FirstRead == 0 ? [read, changed] : [changed, read], 1);
    }
}
