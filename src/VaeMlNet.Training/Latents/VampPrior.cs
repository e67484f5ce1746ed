using TorchSharp.Modules;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The average of the posteriors of K learned pseudo-inputs, p(z) = sum_k q(z|u_k) / K (Tomczak &amp; Welling 2018, eq. 9). Pseudo-inputs are inputs of the
/// encoder; they are not bounded.
/// </summary>
internal sealed class VampPrior : MixturePrior
{
    private readonly Parameter pseudo_inputs;
    private readonly Func<Tensor, (Tensor Mean, Tensor LogVariance)> encode;

    /// <param name="latentDim">L.</param>
    /// <param name="count">K.</param>
    /// <param name="encoderWidth">The width of the encoder's input, E.</param>
    /// <param name="encode">Returns mean and log-variance of the posterior, [N, L] each, of inputs of the encoder, [N, E].</param>
    public VampPrior(int latentDim, int count, int encoderWidth, Func<Tensor, (Tensor Mean, Tensor LogVariance)> encode)
        : base(nameof(VampPrior), latentDim)
    {
        this.encode = encode;
        pseudo_inputs = new Parameter(zeros(count, encoderWidth, ScalarType.Float32));
        pseudo_inputs.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Starts with uniform numbers in [0, 1].</summary>
    public override void Initialize(Generator generator)
    {
        using var noGrad = no_grad();
        pseudo_inputs.uniform_(0, 1, generator);
    }

    /// <summary>
    /// Starts with normal numbers that have the mean and the standard deviation of each input, clamped to its range. They are no copies of rows,
    /// because checkpoints contain them.
    /// </summary>
    public override void InitializeFrom(Tensor inputs, Generator generator)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var noise = randn(pseudo_inputs.shape, ScalarType.Float32, generator: generator);
        var mean = inputs.mean([0L]); // [E]
        var deviation = (inputs - mean).Squared().mean([0L]).sqrt();
        var highest = inputs.topk(1, 0).values; // [1, E]
        var lowest = inputs.topk(1, 0, largest: false).values;
        var started = mean.Plus(deviation * noise);
        pseudo_inputs.copy_(where(started.gt(highest), highest, where(started.lt(lowest), lowest, started)));
    }

    public override (Tensor LogWeights, Tensor Means, Tensor LogVariances) Components()
    {
        var (means, logVariances) = encode(pseudo_inputs);
        var count = pseudo_inputs.shape[0];
        return (
            zeros(count, ScalarType.Float32, pseudo_inputs.device) - Held(Math.Log(count)),
            means,
            logVariances.Between(SmallestLogVariance, LargestLogVariance)
        );
    }
}
