using TorchSharp.Modules;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A mixture of Gaussians whose weights, means and variances are parameters.</summary>
internal sealed class GaussianMixturePrior : MixturePrior
{
    private readonly Parameter logits;
    private readonly Parameter means;
    private readonly Parameter log_variances;

    /// <param name="latentDim">L.</param>
    /// <param name="count">K.</param>
    public GaussianMixturePrior(int latentDim, int count)
        : base(nameof(GaussianMixturePrior), latentDim)
    {
        logits = new Parameter(zeros(count, ScalarType.Float32));
        means = new Parameter(zeros(count, latentDim, ScalarType.Float32));
        log_variances = new Parameter(zeros(count, latentDim, ScalarType.Float32));
        foreach (var parameter in (Parameter[])[logits, means, log_variances])
        {
            parameter.DetachFromDisposeScope();
        }

        RegisterComponents();
    }

    /// <summary>Starts with equal weights, means from N(0, I), and variances of 1.</summary>
    public override void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        logits.zero_();
        means.copy_(randn(means.shape, ScalarType.Float32, generator: generator));
        log_variances.zero_();
    }

    public override (Tensor LogWeights, Tensor Means, Tensor LogVariances) Components() =>
        (logits.log_softmax(0), means, log_variances.Between(SmallestLogVariance, LargestLogVariance));
}
