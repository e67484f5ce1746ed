using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// A prior p(z) of Gaussian latents that is learned. It is a module, so that its parameters are trained, moved and saved with the network, under the
/// key "prior".
/// </summary>
/// <remarks>
/// <para>
/// <see cref="DeterministicKl"/> is -entropy(q) minus the mean of log p at the sigma points mean + deviation * a and mean - deviation * a, for 8
/// patterns of signs a. The patterns are Walsh functions: latents whose indices differ modulo 8 have orthogonal signs, so that the mean is exact for the
/// quadratic terms of log p, except for products of latents whose indices are equal modulo 8.
/// </para>
/// Intermediate tensors belong to the caller's scope.
/// </remarks>
internal abstract class LearnedPrior : nn.Module
{
    protected static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>The name of the axis of the sigma points, 16 for each row.</summary>
    private const string PointAxis = MatrixNodes.BatchAxis + "_points";

    private const int Patterns = 8;

    private readonly float[] signs;

    protected LearnedPrior(string name, int latentDim)
        : base(name)
    {
        LatentDim = latentDim;
        signs =
        [
            .. from pattern in Enumerable.Range(0, 2 * Patterns)
            from i in Enumerable.Range(0, latentDim)
            let sign = int.PopCount(i & (pattern / 2)) % 2 == 0 ? 1 : -1
            select pattern % 2 == 0 ? (float)sign : -sign,
        ];
    }

    /// <summary>Gets the number of latents L.</summary>
    public int LatentDim { get; }

    /// <summary>Initializes the parameters from a generator.</summary>
    public abstract void Initialize(Generator generator);

    /// <summary>Initializes the parameters that depend on the data.</summary>
    /// <param name="inputs">Inputs of the encoder for training rows, [N, E].</param>
    /// <param name="generator">The random number generator.</param>
    public abstract void InitializeFrom(Tensor inputs, Generator generator);

    /// <summary>Returns log p(z) in nats of each row, [N, 1].</summary>
    /// <param name="z">[N, L].</param>
    public abstract Tensor LogDensity(Tensor z);

    /// <summary>Returns the KL divergence of N(mean, exp(logVariance)) from the prior without samples, as deterministic scores need it, [N, 1].</summary>
    /// <param name="mean">[N, L].</param>
    /// <param name="logVariance">[N, L].</param>
    public Tensor DeterministicKl(Tensor mean, Tensor logVariance)
    {
        var patterns = tensor(signs, [2L * Patterns, LatentDim], device: mean.device);
        var deviation = (logVariance * Held(0.5)).exp().unsqueeze(1); // [N, 1, L]
        var points = mean.unsqueeze(1).Plus(deviation * patterns).reshape(-1, LatentDim); // [N * 16, L]
        var logPrior = LogDensity(points).reshape(-1, 2 * Patterns).mean([1L], keepdim: true);
        return -(logVariance.Plus(Held(1 + LogTwoPi)).sum(1, keepdim: true) * Held(0.5)) - logPrior;
    }

    /// <summary>Samples from the prior, [N, L].</summary>
    public abstract Tensor Draw(long rowCount, Generator generator);

    /// <summary>Returns mean and variance of each latent under the prior, [L] each.</summary>
    public abstract (Tensor Mean, Tensor Variance) Moments();

    /// <summary>Returns the prior for the manifest.</summary>
    public abstract LatentPrior Describe();

    public NodeValue AddDeterministicKl(NodeValue mean, NodeValue logVariance)
    {
        var patterns = mean.AddConstant("prior.signs", signs, 1, 2 * Patterns, LatentDim);
        var deviation = (logVariance * 0.5f).Exp();
        var points = AddRows(mean) + (AddRows(deviation) * patterns); // [N, 16, L]
        var z = points.Reshape(-1, LatentDim).DeclareShape(PointAxis, LatentDim);
        var sum = AddLogDensity(z).Reshape(-1, 2 * Patterns).Sum(); // [N, 1]
        var average = sum * (1f / (2 * Patterns));
        return -(average + AddHalfLogVariances(logVariance));

        NodeValue AddRows(NodeValue matrix) => matrix.Reshape(-1, 1, LatentDim);
    }

    /// <summary>Adds log p(z) + L/2 log(2 pi) of each sigma point, [16 N, 1]: the constant cancels with that of the entropy.</summary>
    protected abstract NodeValue AddLogDensity(NodeValue z);

    /// <summary>Returns log q(z|x) of a diagonal Gaussian, [N, 1].</summary>
    public static Tensor LogPosterior(Tensor mean, Tensor logVariance, Tensor z) =>
        ((z - mean).Squared() * (-logVariance).exp()).Plus(logVariance).Plus(Held(LogTwoPi)).sum(1, keepdim: true)
        * Held(-0.5);

    /// <summary>Adds half the sum over latents of 1 + logVariance, the negative entropy of q(z|x) without log(2 pi), [N, 1].</summary>
    private NodeValue AddHalfLogVariances(NodeValue logVariance) => (logVariance.Sum() + LatentDim) * 0.5f;
}
