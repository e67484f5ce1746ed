using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// A prior p(z) of Gaussian latents that is learned. It is a module, so that its parameters are trained, moved and saved with the network, under the
/// key "prior".
/// </summary>
/// <remarks>Intermediate tensors belong to the caller's scope.</remarks>
internal abstract class LearnedPrior : nn.Module
{
    protected static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <param name="name">The name of the module.</param>
    /// <param name="latentDim">L.</param>
    protected LearnedPrior(string name, int latentDim)
        : base(name)
    {
        LatentDim = latentDim;
    }

    /// <summary>Gets the number of latents L.</summary>
    public int LatentDim { get; }

    /// <summary>Initializes the parameters from a generator.</summary>
    public abstract void Initialize(Generator generator);

    /// <summary>Initializes the parameters that depend on the data. By default, there are none.</summary>
    /// <param name="inputs">Inputs of the encoder for training rows, [N, E].</param>
    /// <param name="generator">The random number generator.</param>
    public virtual void InitializeFrom(Tensor inputs, Generator generator) { }

    /// <summary>Returns log p(z) in nats of each row, [N, 1].</summary>
    /// <param name="z">[N, L].</param>
    public abstract Tensor LogDensity(Tensor z);

    /// <summary>
    /// Returns the KL divergence of N(mean, exp(logVariance)) from the prior without samples, as deterministic scores need it, [N, 1]. The class says
    /// how it differs from the exact one.
    /// </summary>
    /// <param name="mean">[N, L].</param>
    /// <param name="logVariance">[N, L].</param>
    public abstract Tensor DeterministicKl(Tensor mean, Tensor logVariance);

    /// <summary>Samples from the prior, [N, L].</summary>
    public abstract Tensor Draw(long rowCount, Generator generator);

    /// <summary>Returns mean and variance of each latent under the prior, [L] each.</summary>
    public abstract (Tensor Mean, Tensor Variance) Moments();

    /// <summary>Returns the prior for the manifest.</summary>
    public abstract VaeLatentPrior Describe();

    /// <summary>Adds <see cref="DeterministicKl"/> to a graph.</summary>
    public abstract OnnxValue AddDeterministicKl(OnnxGraphBuilder graph, OnnxValue mean, OnnxValue logVariance);

    /// <summary>Returns log q(z|x) of a diagonal Gaussian, [N, 1].</summary>
    public static Tensor LogPosterior(Tensor mean, Tensor logVariance, Tensor z) =>
        ((z - mean).Squared() * (-logVariance).exp()).Plus(logVariance).Plus(Held(LogTwoPi)).sum(1, keepdim: true)
        * Held(-0.5);

    /// <summary>Adds half the sum over latents of 1 + logVariance, the negative entropy of q(z|x) without log(2 pi), [N, 1].</summary>
    protected OnnxValue AddHalfLogVariances(OnnxGraphBuilder graph, OnnxValue logVariance)
    {
        var sum = graph.AddNode("Add", [MatrixNodes.AddSum(graph, logVariance), graph.AddScalar(LatentDim)]);
        return graph.AddNode("Mul", [sum, graph.AddScalar(0.5f)]);
    }
}
