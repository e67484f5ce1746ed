using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The posterior N(mean, diag(exp(logVariance))) with the prior N(0, I); the head gives mean and log-variance side by
/// side, which is one matrix product instead of two (Kingma &amp; Welling 2014, App. C.2).
/// </summary>
internal sealed class GaussianLatent(int latentDim) : LatentDistribution(latentDim)
{
    private const string MeanName = "mean";
    private const string LogVarianceName = "log_variance";

    public override int Width => LatentDim;

    public override IReadOnlyList<(string Name, int Width)> HeadParts =>
        [(MeanName, LatentDim), (LogVarianceName, LatentDim)];

    public override IReadOnlyList<(string Name, int Width)> EncoderOutputs => HeadParts;

    public override Tensor DrawNoise(long rowCount, Generator generator) =>
        randn(rowCount, LatentDim, ScalarType.Float32, generator: generator);

    public override Tensor Sample(Tensor head, Tensor noise, double temperature)
    {
        var (mean, logVariance) = Parameters(head);
        return DiagonalGaussian.Reparameterize(mean, logVariance, noise);
    }

    public override Tensor Code(Tensor head) => Parameters(head).Mean;

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
    ) => parts;

    /// <summary>As <see cref="DiagonalGaussian.KlPerLatent"/>.</summary>
    public override OnnxValue AddKlPerLatent(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> encoderOutputs)
    {
        var (mean, logVariance) = (encoderOutputs[0], encoderOutputs[1]);
        var square = graph.AddNode("Mul", [mean, mean]);
        var variance = graph.AddNode("Exp", [logVariance]);
        var sum = graph.AddNode("Add", [square, variance]);
        var difference = graph.AddNode("Sub", [sum, logVariance]);
        var lessOne = graph.AddNode("Sub", [difference, graph.AddScalar(1)]);
        return graph.AddNode("Mul", [lessOne, graph.AddScalar(0.5f)]);
    }

    private static (Tensor Mean, Tensor LogVariance) Parameters(Tensor head)
    {
        var halves = head.chunk(2, 1);
        return (halves[0], halves[1]); // [N, L] each
    }
}
