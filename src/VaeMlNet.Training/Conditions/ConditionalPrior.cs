using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The prior p(v|c) = N(m(c), diag(s(c)^2)) of the latents v that the decoder reads. A network computes m and log s^2 from the conditions.
/// </summary>
/// <remarks>
/// The latents z of the model are v in units of the prior: v = m(c) + s(c) z. The prior of z is therefore N(0, I), and
/// KL(q(z|x, c) || N(0, I)) = KL(q(v|x, c) || p(v|c)), because a KL divergence does not change if both distributions are transformed by the
/// same invertible function. So the loss, the scores and all samplers of z are those of the standard prior. Source: Sohn, Lee &amp; Yan 2015,
/// eq. 4, with the non-centered parameterization of Papaspiliopoulos, Roberts &amp; Sköld 2007.
/// </remarks>
internal sealed class ConditionalPrior : nn.Module<Tensor, Tensor>
{
    // exp of half of it is 12, so that a prior can be much wider or narrower than the others, but never overflows.
    private const double LargestLogVariance = 5;

    // A field, because RegisterComponents finds fields only.
    private readonly Sequential layers;
    private readonly int latentWidth;

    /// <param name="options">The options.</param>
    /// <param name="conditionWidth">The width of encoded conditions, C.</param>
    /// <param name="latentWidth">The width of the latents, Z.</param>
    public ConditionalPrior(VaeConditionalPriorOptions options, int conditionWidth, int latentWidth)
        : base(nameof(ConditionalPrior))
    {
        this.latentWidth = latentWidth;
        int[] widths = [conditionWidth, .. options.HiddenDims];
        layers = new LayerList(VaeActivation.Tanh, VaeNormalization.None, dropout: 0)
            .AddHidden(widths)
            .Add("output", nn.Linear(widths[^1], 2 * latentWidth))
            .ToSequential();
        RegisterComponents();
    }

    /// <summary>Returns mean and log-variance side by side: [N, C] -> [N, 2 Z].</summary>
    public override Tensor forward(Tensor conditions)
    {
        using var scope = NewDisposeScope();
        var (mean, raw) = layers.call(conditions).Halves();
        var logVariance = (raw / Held(LargestLogVariance)).tanh() * Held(LargestLogVariance);
        return cat([mean, logVariance], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Returns v = m(c) + s(c) z, [N, Z].</summary>
    public Tensor FromStandard(Tensor z, Tensor conditions)
    {
        var (mean, logVariance) = call(conditions).Halves();
        return mean.Plus((logVariance / Held(2)).exp() * z);
    }

    /// <summary>Adds <see cref="FromStandard"/> to a graph.</summary>
    public OnnxValue AddFromStandard(OnnxGraphBuilder graph, OnnxValue z, OnnxValue conditions)
    {
        var both = graph.AddModule(layers, conditions, "prior"); // [N, 2 Z]
        var mean = MatrixNodes.AddColumns(graph, both, 0, latentWidth);
        var raw = MatrixNodes.AddColumns(graph, both, latentWidth, latentWidth);
        var bounded = graph.AddNode("Tanh", [graph.AddNode("Div", [raw, graph.AddScalar((float)LargestLogVariance)])]);
        var halfLogVariance = graph.AddNode("Mul", [bounded, graph.AddScalar((float)(LargestLogVariance / 2))]);
        var scaled = graph.AddNode("Mul", [graph.AddNode("Exp", [halfLogVariance]), z]);
        return graph.AddNode("Add", [mean, scaled]).DeclareShape(MatrixNodes.BatchAxis, latentWidth);
    }
}
