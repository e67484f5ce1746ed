using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The posterior N(mean, diag(exp(logVariance))) with the prior N(0, I). The head computes mean and log-variance side by side,
/// as one matrix product instead of two (Kingma &amp; Welling 2014, App. C.2).
/// </summary>
/// <param name="latentDim">The number of latents, L.</param>
internal class GaussianLatent(int latentDim) : LatentDistribution(latentDim)
{
    /// <summary>
    /// The largest magnitude of a log-variance. It keeps loss, gradients and scores of rows far from the training data finite, because the exponential
    /// of a log-variance overflows float32 above 88.
    /// </summary>
    public const double LogVarianceBound = 20;

    public override int Width => LatentDim;

    public override IReadOnlyList<(string Name, int Width)> HeadParts =>
        [(GraphTensors.Mean, LatentDim), (ScaleName, LatentDim)];

    public override IReadOnlyList<(string Name, int Width)> EncoderOutputs =>
        [(GraphTensors.Mean, LatentDim), (GraphTensors.LogVariance, LatentDim)];

    /// <summary>Gets the name of the second half of the head.</summary>
    protected virtual string ScaleName => GraphTensors.LogVariance;

    public override VaeLatentSpace Describe() => new() { Kind = VaeLatentSpace.Gaussian, Dim = LatentDim };

    public override Tensor DrawNoise(long rowCount, Generator generator) =>
        randn(rowCount, LatentDim, ScalarType.Float32, generator: generator);

    public override Tensor Sample(Tensor head, Tensor noise, double temperature)
    {
        var (mean, logVariance) = Parameters(head);
        return DiagonalGaussian.Reparameterize(mean, logVariance, noise);
    }

    public override Tensor Embed(Tensor head) => head.narrow(1, 0, LatentDim);

    public override Tensor KlPerLatent(Tensor head)
    {
        var (mean, logVariance) = Parameters(head);
        return DiagonalGaussian.KlPerLatent(mean, logVariance);
    }

    public override Tensor LogPriorOverPosterior(Tensor head, Tensor z)
    {
        var (mean, logVariance) = Parameters(head);
        return DiagonalGaussian.LogPriorOverPosterior(mean, logVariance, z);
    }

    public override Tensor DrawPrior(long rowCount, Generator generator) => DrawNoise(rowCount, generator);

    public override IReadOnlyList<Tensor> ComputeEncoderOutputs(Tensor head)
    {
        var (mean, logVariance) = Parameters(head);
        return [mean, logVariance];
    }

    public override IReadOnlyList<OnnxValue> AddEncoderOutputs(
        OnnxGraphBuilder graph,
        IReadOnlyList<OnnxValue> parts
    ) => [parts[0], AddLogVariance(graph, parts[1])];

    /// <summary>Adds nodes that compute <see cref="DiagonalGaussian.KlPerLatent"/>.</summary>
    public override OnnxValue AddKlPerLatent(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> encoderOutputs)
    {
        NodeValue mean = new(graph, encoderOutputs[0]);
        NodeValue logVariance = new(graph, encoderOutputs[1]);
        return ((mean * mean) + logVariance.Exp() - logVariance - 1) * 0.5f;
    }

    /// <summary>Returns the log-variance from the second half of the head, [N, L].</summary>
    /// <remarks>
    /// The bound has the gradient of the identity (straight-through). With a gradient of 0, a latent beyond the bound could not return;
    /// this way the KL divergence pulls it back.
    /// </remarks>
    protected virtual Tensor LogVariance(Tensor rawScale) =>
        rawScale.detach().clamp(Held(-LogVarianceBound), Held(LogVarianceBound)).Plus(rawScale - rawScale.detach()); // adds exactly 0

    protected virtual OnnxValue AddLogVariance(OnnxGraphBuilder graph, OnnxValue rawScale) =>
        new NodeValue(graph, rawScale).Clip((float)-LogVarianceBound, (float)LogVarianceBound);

    /// <summary>Returns mean and log-variance, [N, L] each.</summary>
    private (Tensor Mean, Tensor LogVariance) Parameters(Tensor head)
    {
        var (mean, rawScale) = head.Halves();
        return (mean, LogVariance(rawScale));
    }
}

/// <summary>A Gaussian posterior whose head computes the inverse softplus of the standard deviations.</summary>
/// <remarks>logVariance = 2 log(softplus(s) + floor). It is finite, with a finite gradient, for any finite s.</remarks>
internal sealed class SoftplusGaussianLatent(int latentDim) : GaussianLatent(latentDim)
{
    /// <summary>
    /// The lower bound of the standard deviation. It is far below any value that a posterior needs, and well above the precision of float32 near 1.
    /// </summary>
    private const float Floor = 1e-4f;

    protected override string ScaleName => "softplus_scale";

    protected override Tensor LogVariance(Tensor rawScale) => rawScale.Softplus().Plus(Held(Floor)).log() * Held(2);

    protected override OnnxValue AddLogVariance(OnnxGraphBuilder graph, OnnxValue rawScale)
    {
        var scale = graph.AddNode("Add", [SoftplusNodes.Add(graph, rawScale), graph.AddScalar(Floor)]);
        return graph.AddNode("Mul", [graph.AddNode("Log", [scale]), graph.AddScalar(2)]);
    }
}
