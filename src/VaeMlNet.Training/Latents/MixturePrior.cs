using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>The base class of priors that are mixtures of K Gaussians with diagonal covariances.</summary>
/// <remarks>
/// With the weights w, the means m and the variances v, the logarithm of w_k N(z; m_k, v_k) is a sum of matrix products: z (m_k/v_k) - z^2
/// / (2 v_k) + c_k.
/// </remarks>
internal abstract class MixturePrior(string name, int latentDim) : LearnedPrior(name, latentDim)
{
    /// <summary>The bounds of the log-variance of a component. Narrower ones would lose the digits of float32.</summary>
    protected const double SmallestLogVariance = -9;
    protected const double LargestLogVariance = 9;

    /// <summary>Returns the components: the logarithms of their weights, [K], their means and log-variances, [K, L] each.</summary>
    public abstract (Tensor LogWeights, Tensor Means, Tensor LogVariances) Components();

    public override Tensor LogDensity(Tensor z)
    {
        var (perMean, precisions, constants) = Coefficients();
        var products = nn.functional.linear(z, perMean) - (nn.functional.linear(z.Squared(), precisions) * Held(0.5));
        return LogSumOfExponentials(products.Plus(constants)) - Held(0.5 * LatentDim * LogTwoPi);
    }

    public override Tensor Draw(long rowCount, Generator generator)
    {
        var (logWeights, means, logVariances) = Components();
        var chosen = logWeights.exp().multinomial(rowCount, true, generator); // [N]
        var noise = randn(rowCount, LatentDim, ScalarType.Float32, generator: generator);
        return means.index_select(0, chosen).Plus((logVariances * Held(0.5)).exp().index_select(0, chosen) * noise);
    }

    public override (Tensor Mean, Tensor Variance) Moments()
    {
        var (logWeights, means, logVariances) = Components();
        var weights = logWeights.exp().unsqueeze(1); // [K, 1]
        var mean = (weights * means).sum([0L]); // [L]
        return (mean, (weights * logVariances.exp().Plus((means - mean).Squared())).sum([0L]));
    }

    public override VaeLatentPrior Describe()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (logWeights, means, logVariances) = Components();
        return new()
        {
            Kind = VaeLatentPrior.Mixture,
            Weights = TensorValues.Floats(logWeights.exp()),
            Means = TensorValues.Floats(means),
            Variances = TensorValues.Floats(logVariances.exp()),
        };
    }

    /// <remarks>
    /// The components are constants. They are the left factors of the products, so that they keep their digits when weights of layers are stored in 8
    /// bits.
    /// </remarks>
    protected override OnnxValue AddLogDensity(OnnxGraphBuilder graph, OnnxValue z)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (perMean, precisions, constants) = Coefficients();
        var count = constants.shape[0];
        var factors = TensorValues.Floats(cat([perMean, precisions * Held(-0.5)], 1)); // [K, 2 L]
        var moments = AddTransposed(graph, MatrixNodes.AddJoin(graph, z, graph.AddNode("Mul", [z, z]))); // [2 L, 16 N]
        var product = graph.AddNode(
            "MatMul",
            [graph.AddInitializer("prior.factors", factors, count, 2 * LatentDim), moments]
        ); // [K, 16 N]
        var logs = AddTransposed(
            graph,
            graph.AddNode(
                "Add",
                [product, graph.AddInitializer("prior.constants", TensorValues.Floats(constants), count, 1)]
            )
        ); // [16 N, K]
        return MatrixNodes.AddLogSumExp(graph, logs);
    }

    /// <summary>Returns m/v and 1/v, [K, L], and c = log w - (m^2/v + log v)/2, summed over latents, [K].</summary>
    private (Tensor PerMean, Tensor Precisions, Tensor Constants) Coefficients()
    {
        var (logWeights, means, logVariances) = Components();
        var precisions = (-logVariances).exp();
        var perMean = means * precisions;
        return (perMean, precisions, logWeights - ((means * perMean).Plus(logVariances).sum(1) * Held(0.5)));
    }

    private static Tensor LogSumOfExponentials(Tensor logs)
    {
        var largest = logs.detach().topk(1, 1).values; // [N, 1]
        return largest.Plus((logs - largest).exp().sum(1, keepdim: true).log());
    }

    private static OnnxValue AddTransposed(OnnxGraphBuilder graph, OnnxValue matrix) =>
        graph.AddNode("Transpose", [matrix], OnnxAttribute.Integers("perm", 1, 0));
}
