using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// L categorical latents of K categories each, with uniform priors. The head computes their logits, [N, L*K], latent after
/// latent (Jang, Gu &amp; Poole 2017; Maddison, Mnih &amp; Teh 2017).
/// </summary>
/// <param name="latentDim">The number of latents, L.</param>
/// <param name="categoryCount">The number of categories of each latent, K.</param>
/// <param name="isStraightThrough">
/// Whether samples of training are one-hot, with the gradient of the relaxed samples (straight-through; Jang et al. 2017, sec. 2.2).
/// </param>
internal sealed class GumbelSoftmaxLatent(int latentDim, int categoryCount, bool isStraightThrough = false)
    : LatentDistribution(latentDim)
{
    /// <summary>The distance of uniform numbers from 0 and 1, where the Gumbel noise -log(-log u) is infinite.</summary>
    private const double Margin = 1e-7;

    /// <summary>A probability whose logarithm is finite, and whose product with its logarithm rounds to 0.</summary>
    private const float SmallestProbability = 1e-30f;

    public override int Width => LatentDim * categoryCount;

    public override IReadOnlyList<(string Name, int Width)> HeadParts => [("logits", Width)];

    public override IReadOnlyList<(string Name, int Width)> EncoderOutputs => [(GraphTensors.Probabilities, Width)];

    public override VaeLatentSpace Describe() =>
        new()
        {
            Kind = VaeLatentSpace.Categorical,
            Dim = Width,
            Groups = LatentDim,
            Categories = categoryCount,
        };

    public override bool IsRelaxed => true;

    public override Tensor DrawNoise(long rowCount, Generator generator) =>
        (rand(rowCount, Width, ScalarType.Float32, generator: generator) * Held(1 - (2 * Margin))).Plus(Held(Margin));

    /// <summary>
    /// Returns softmax((logits + g) / temperature) with Gumbel noise g = -log(-log u) (Jang et al. 2017, eq. 2). At the
    /// temperature 0, it returns the limit: the one-hot vector of the largest value, which is a sample from q(z|x) (eq. 1).
    /// </summary>
    public override Tensor Sample(Tensor head, Tensor noise, double temperature)
    {
        var perturbed = Grouped(head) - Grouped(noise).log().neg().log(); // [N, L, K]
        if (temperature == Exact)
        {
            return Flat(OneHotOfLargest(perturbed));
        }

        var relaxed = (perturbed / Held(temperature)).softmax(2);
        return Flat(isStraightThrough ? OneHotOfLargest(relaxed).Plus(relaxed - relaxed.detach()) : relaxed);
    }

    public override Tensor Embed(Tensor head) => Flat(Grouped(head).softmax(2));

    /// <summary>Returns the sum of q log(q K): the entropy of the uniform prior minus that of the posterior.</summary>
    public override Tensor KlPerLatent(Tensor head)
    {
        var logQ = Grouped(head).log_softmax(2); // [N, L, K]
        return (logQ.exp() * logQ.Plus(Held(Math.Log(categoryCount)))).sum(2);
    }

    public override Tensor LogPriorOverPosterior(Tensor head, Tensor z) =>
        -(Grouped(z) * Grouped(head).log_softmax(2).Plus(Held(Math.Log(categoryCount)))).sum([1L, 2L]);

    public override Tensor DrawPrior(long rowCount, Generator generator) =>
        Flat(OneHotOfLargest(Grouped(DrawNoise(rowCount, generator))));

    public override IReadOnlyList<Tensor> ComputeEncoderOutputs(Tensor head) => [Embed(head)];

    public override IReadOnlyList<OnnxValue> AddEncoderOutputs(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> parts)
    {
        var logits = AddGrouped(graph, parts[0]);
        var probabilities = graph.AddNode("Softmax", [logits], OnnxAttribute.Integer("axis", 2));
        var flat = graph.AddNode("Reshape", [probabilities, graph.AddIndices(-1, Width)]);
        return [flat.DeclareShape(MatrixNodes.BatchAxis, Width)];
    }

    /// <summary>Adds nodes that compute <see cref="KlPerLatent"/>.</summary>
    public override OnnxValue AddKlPerLatent(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> encoderOutputs)
    {
        var q = AddGrouped(graph, encoderOutputs[0]); // [N, L, K]
        var terms = AddKlTerms(graph, q, graph.AddScalar(-(float)Math.Log(categoryCount)));
        return MatrixNodes.AddSum(graph, terms, 2, keeps: false);
    }

    /// <summary>Adds the KL divergence of each category, q (log q - log p), which is 0 where q is 0.</summary>
    public static OnnxValue AddKlTerms(OnnxGraphBuilder graph, OnnxValue q, OnnxValue logPrior)
    {
        var logQ = graph.AddNode("Log", [graph.AddNode("Max", [q, graph.AddScalar(SmallestProbability)])]);
        return graph.AddNode("Mul", [q, graph.AddNode("Sub", [logQ, logPrior])]);
    }

    private OnnxValue AddGrouped(OnnxGraphBuilder graph, OnnxValue flat) =>
        graph.AddNode("Reshape", [flat, graph.AddIndices(-1, LatentDim, categoryCount)]);

    private Tensor Grouped(Tensor flat) => flat.reshape(-1, LatentDim, categoryCount);

    private Tensor Flat(Tensor grouped) => grouped.reshape(-1, Width);

    private static Tensor OneHotOfLargest(Tensor grouped)
    {
        var largest = grouped.argmax(2, true); // [N, L, 1]
        return grouped.zeros_like().scatter_(2, largest, largest.ones_like(grouped.dtype));
    }
}
