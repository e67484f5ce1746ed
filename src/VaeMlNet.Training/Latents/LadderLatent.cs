using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Lower latents v and upper latents u with p(u) = N(0, I) and p(v|u) = N(m(u), diag(s(u)^2)) (ladder VAE; Sønderby et al. 2016). A row is
/// [e, u] with e = (v - m(u)) / s(u), so that its prior is N(0, I).
/// </summary>
/// <remarks>
/// <para>
/// The head contains N(v; a, b^2), what the row itself says of v, and the input of the layers that compute q(u|x). q(v|x, u) is the product of
/// N(v; a, b^2) and p(v|u), normalized (eq. 10 to 12: the means weighted by their precisions). In units of the prior it is
/// N(e; w (a - m) / s, w (b / s)^2) with w = s^2 / (s^2 + b^2), because the prior of e is N(0, I).
/// </para>
/// <para>Not stateless: the layers between the levels are a module of the network.</para>
/// </remarks>
internal sealed class LadderLatent : GaussianLatent
{
    private const double LargestLogVariance = 20;

    private readonly int upperDim;
    private readonly int hiddenDim;

    /// <param name="latentDim">The number of latents on both Layers.</param>
    /// <param name="upperDim">The number of upper latents.</param>
    /// <param name="hiddenDim">The width of the hidden layers between the Layers.</param>
    public LadderLatent(int latentDim, int upperDim, int hiddenDim)
        : base(latentDim, LargestLogVariance)
    {
        this.upperDim = upperDim;
        this.hiddenDim = hiddenDim;
        Layers = new(latentDim - upperDim, upperDim, hiddenDim);
    }

    /// <summary>Gets the layers between the levels. The network owns them.</summary>
    private LayersBetween Layers { get; }

    /// <summary>Gets the number of lower latents.</summary>
    private int LowerDim => LatentDim - upperDim;

    public override nn.Module State => Layers;

    public override int DecoderWidth => LowerDim;

    public override IReadOnlyList<(string Name, int Width)> HeadParts =>
        [(GraphTensors.Mean, LowerDim), (ScaleName, LowerDim), ("upper", hiddenDim)];

    /// <summary>Samples the upper latents, then the lower ones given them.</summary>
    public override Tensor Sample(Tensor head, Tensor noise, double temperature)
    {
        var upper = Upper(head);
        var u = DiagonalGaussian.Reparameterize(upper.Mean, upper.LogVariance, noise.narrow(1, LowerDim, upperDim));
        var lower = Lower(head, u);
        var e = DiagonalGaussian.Reparameterize(lower.Mean, lower.LogVariance, noise.narrow(1, 0, LowerDim));
        return cat([e, u], 1);
    }

    public override Tensor Embed(Tensor head) => Parameters(head).Mean;

    public override Tensor KlPerLatent(Tensor head, Tensor z)
    {
        var (mean, logVariance) = ParametersAt(head, UpperOf(z));
        return DiagonalGaussian.KlPerLatent(mean, logVariance);
    }

    public override Tensor LogPriorOverPosterior(Tensor head, Tensor z)
    {
        var (mean, logVariance) = ParametersAt(head, UpperOf(z));
        return DiagonalGaussian.LogPriorOverPosterior(mean, logVariance, z);
    }

    /// <summary>Returns the lower latents v = m(u) + s(u) e, [N, lower].</summary>
    public override Tensor ToDecoder(Tensor z)
    {
        var (center, logVariance) = Prior(UpperOf(z));
        return DiagonalGaussian.Reparameterize(center, logVariance, z.narrow(1, 0, LowerDim));
    }

    public override OnnxValue AddToDecoder(OnnxGraphBuilder graph, OnnxValue z)
    {
        var (center, logVariance) = AddPrior(graph, MatrixNodes.AddColumns(graph, z, LowerDim, upperDim), "decoder");
        var scale = graph.AddNode("Exp", [graph.AddNode("Mul", [logVariance, graph.AddScalar(0.5f)])]);
        var scaled = graph.AddNode("Mul", [scale, MatrixNodes.AddColumns(graph, z, 0, LowerDim)]);
        return graph.AddNode("Add", [center, scaled]).DeclareShape(MatrixNodes.BatchAxis, LowerDim);
    }

    public override IReadOnlyList<OnnxValue> AddEncoderOutputs(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> parts)
    {
        var upper = graph.AddModule(Layers.Up, parts[2], "encoder.up");
        var u = MatrixNodes.AddColumns(graph, upper, 0, upperDim);
        var (center, priorLogVariance) = AddPrior(graph, u, "encoder");
        var ratio = graph.AddNode("Sub", [AddLogVariance(graph, parts[1]), priorLogVariance]); // log (b / s)^2
        var inverse = graph.AddNode("Exp", [graph.AddNode("Mul", [priorLogVariance, graph.AddScalar(-0.5f)])]); // 1 / s
        var distance = graph.AddNode("Mul", [graph.AddNode("Sub", [parts[0], center]), inverse]);
        var mean = graph.AddNode("Mul", [distance, graph.AddNode("Sigmoid", [graph.AddNode("Neg", [ratio])])]);
        var logVariance = graph.AddNode("Neg", [SoftplusNodes.Add(graph, graph.AddNode("Neg", [ratio]))]);
        return
        [
            MatrixNodes.AddJoin(graph, mean, u).DeclareShape(MatrixNodes.BatchAxis, LatentDim),
            MatrixNodes
                .AddJoin(
                    graph,
                    logVariance,
                    AddLogVariance(graph, MatrixNodes.AddColumns(graph, upper, upperDim, upperDim))
                )
                .DeclareShape(MatrixNodes.BatchAxis, LatentDim),
        ];
    }

    /// <summary>Returns mean and log-variance of [e, u], the lower latents at the mean of the upper ones.</summary>
    protected override (Tensor Mean, Tensor LogVariance) Parameters(Tensor head) =>
        ParametersAt(head, Upper(head).Mean);

    /// <summary>Returns mean and log-variance of q(e|x, u) beside those of q(u|x), [N, L] each.</summary>
    private (Tensor Mean, Tensor LogVariance) ParametersAt(Tensor head, Tensor u)
    {
        var (upper, lower) = (Upper(head), Lower(head, u));
        return (cat([lower.Mean, upper.Mean], 1), cat([lower.LogVariance, upper.LogVariance], 1));
    }

    private (Tensor Mean, Tensor LogVariance) Upper(Tensor head) =>
        Halves(Layers.Up.call(head.narrow(1, 2 * LowerDim, hiddenDim)));

    private (Tensor Mean, Tensor LogVariance) Lower(Tensor head, Tensor u)
    {
        var (center, priorLogVariance) = Prior(u);
        var ratio = LogVariance(head.narrow(1, LowerDim, LowerDim)) - priorLogVariance; // log (b / s)^2
        var distance = (head.narrow(1, 0, LowerDim) - center) * (priorLogVariance * Held(-0.5)).exp();
        return (distance * (-ratio).sigmoid(), -(-ratio).Softplus()); // w = sigmoid(-ratio)
    }

    private (Tensor Center, Tensor LogVariance) Prior(Tensor u) => Halves(Layers.Down.call(u));

    private (OnnxValue Center, OnnxValue LogVariance) AddPrior(OnnxGraphBuilder graph, OnnxValue u, string part)
    {
        var both = graph.AddModule(Layers.Down, u, $"{part}.down");
        return (
            MatrixNodes.AddColumns(graph, both, 0, LowerDim),
            AddLogVariance(graph, MatrixNodes.AddColumns(graph, both, LowerDim, LowerDim))
        );
    }

    private (Tensor Mean, Tensor LogVariance) Halves(Tensor both)
    {
        var (mean, rawScale) = both.Halves();
        return (mean, LogVariance(rawScale));
    }

    private Tensor UpperOf(Tensor z) => z.narrow(1, LowerDim, upperDim);

    /// <summary>The layers between the Layers.</summary>
    private sealed class LayersBetween : nn.Module
    {
        // Fields, because RegisterComponents finds fields only.
        private readonly Sequential up;
        private readonly Sequential down;

        public LayersBetween(int lowerDim, int upperDim, int hiddenDim)
            : base(nameof(LayersBetween))
        {
            // The first layer of "up" is a part of the head.
            up = nn.Sequential(("tanh", nn.Tanh()), ("output", nn.Linear(hiddenDim, 2 * upperDim)));
            down = nn.Sequential(
                ("hidden", nn.Linear(upperDim, hiddenDim)),
                ("tanh", nn.Tanh()),
                ("output", nn.Linear(hiddenDim, 2 * lowerDim))
            );
            RegisterComponents();
        }

        /// <summary>Gets the layers that compute mean and log-variance of q(u|x): [N, H] -> [N, 2 upper].</summary>
        public Sequential Up => up;

        /// <summary>Gets the layers that compute mean and log-variance of p(v|u): [N, upper] -> [N, 2 lower].</summary>
        public Sequential Down => down;
    }
}
