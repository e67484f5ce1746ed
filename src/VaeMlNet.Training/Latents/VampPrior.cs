using TorchSharp.Modules;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// The average of the posteriors of K learned pseudo-inputs, p(z) = sum_k q(z|u_k) / K (Tomczak &amp; Welling 2018, eq. 9). Pseudo-inputs are inputs of the
/// encoder; they are not bounded.
/// </summary>
/// <remarks>
/// With the means m and the variances v of the K posteriors, log N(z; m_k, v_k) / K is a sum of matrix products: z (m_k/v_k) - z^2 / (2 v_k) + c_k.
/// </remarks>
internal sealed class VampPrior : LearnedPrior
{
    /// <summary>The largest magnitude of a log-variance. A larger one would lose the digits of float32.</summary>
    private const double LogVarianceBound = 9;

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

    private long Count => pseudo_inputs.shape[0];

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

    public override Tensor LogDensity(Tensor z)
    {
        var (perMean, precisions, constants) = Coefficients();
        var products = nn.functional.linear(z, perMean) - (nn.functional.linear(z.Squared(), precisions) * Held(0.5));
        return LogSumOfExponentials(products.Plus(constants)) - Held(0.5 * LatentDim * LogTwoPi);
    }

    public override Tensor Draw(long rowCount, Generator generator)
    {
        var (means, logVariances) = Posteriors();
        var chosen = ones(Count, ScalarType.Float32, means.device).multinomial(rowCount, true, generator); // [N]
        var noise = randn(rowCount, LatentDim, ScalarType.Float32, generator: generator);
        return means.index_select(0, chosen).Plus((logVariances * Held(0.5)).exp().index_select(0, chosen) * noise);
    }

    public override (Tensor Mean, Tensor Variance) Moments()
    {
        var (means, logVariances) = Posteriors();
        var mean = means.mean([0L]); // [L]
        return (mean, logVariances.exp().Plus((means - mean).Squared()).mean([0L]));
    }

    public override LatentPrior Describe()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (means, logVariances) = Posteriors();
        return new()
        {
            Kind = LatentPrior.Mixture,
            Weights = [.. Enumerable.Repeat(1f / Count, (int)Count)],
            Means = TensorValues.Floats(means),
            Variances = TensorValues.Floats(logVariances.exp()),
        };
    }

    /// <remarks>
    /// The posteriors are constants. They are the left factors of the products, so that they keep their digits when weights of layers are stored in 8
    /// bits.
    /// </remarks>
    protected override NodeValue AddLogDensity(NodeValue z)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (perMean, precisions, constants) = Coefficients();
        var factors = TensorValues.Floats(cat([perMean, precisions * Held(-0.5)], 1)); // [K, 2 L]
        var moments = MatrixNodes.AddJoin(z.Graph, z, z * z).Transpose(); // [2 L, 16 N]
        var product = z.AddConstant("prior.factors", factors, Count, 2 * LatentDim).Times(moments); // [K, 16 N]
        var logs = product + z.AddConstant("prior.constants", TensorValues.Floats(constants), Count, 1);
        return MatrixNodes.AddLogSumExp(logs.Transpose()); // of [16 N, K]
    }

    /// <summary>Returns means and log-variances of the posteriors of the pseudo-inputs, [K, L] each.</summary>
    private (Tensor Means, Tensor LogVariances) Posteriors()
    {
        var (means, logVariances) = encode(pseudo_inputs);
        return (means, logVariances.Between(-LogVarianceBound, LogVarianceBound));
    }

    /// <summary>Returns m/v and 1/v, [K, L], and c = -log K - (m^2/v + log v)/2, summed over latents, [K].</summary>
    private (Tensor PerMean, Tensor Precisions, Tensor Constants) Coefficients()
    {
        var (means, logVariances) = Posteriors();
        var precisions = (-logVariances).exp();
        var perMean = means * precisions;
        var halves = (means * perMean).Plus(logVariances).sum(1) * Held(0.5);
        return (perMean, precisions, -halves - Held(Math.Log(Count)));
    }

    private static Tensor LogSumOfExponentials(Tensor logs)
    {
        var largest = logs.detach().topk(1, 1).values; // [N, 1]
        return largest.Plus((logs - largest).exp().sum(1, keepdim: true).log());
    }
}
