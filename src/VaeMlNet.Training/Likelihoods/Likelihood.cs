using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// p(x|z) as the loss, the scores and the exported graphs need it. "Parameters" are the decoder's raw outputs, [N, D].
/// Stateless; one subclass per <see cref="DecoderLikelihood"/>. Intermediate tensors are left to the caller's scope.
/// </summary>
internal abstract class Likelihood
{
    /// <summary>The name in manifest.json.</summary>
    public abstract string ManifestName { get; }

    /// <summary>-log p(x|z) in nats, summed over all rows and slots; a scalar.</summary>
    public abstract Tensor NegativeLogLikelihoodSum(Tensor parameters, Tensor x);

    /// <summary>-log p(x|z) in nats of each slot of each row, [N, D].</summary>
    public abstract Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x);

    /// <summary>The mean of p(x|z) in the data's own units, [N, D].</summary>
    public abstract Tensor Mean(Tensor parameters);

    /// <summary>Says what is wrong with a finite value and what to do about it, or null when the value is allowed.</summary>
    public abstract string? Complaint(float value);

    /// <summary>The range that synthetic rows are drawn from, given the smallest and largest training value.</summary>
    public abstract (float Minimum, float Maximum) Range(float smallest, float largest);

    /// <summary>Adds <see cref="Mean"/> to a graph.</summary>
    public abstract OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters);

    /// <summary>Adds <see cref="NegativeLogLikelihoodPerSlot"/> to a graph.</summary>
    public abstract OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    );

    /// <summary>Gives the implementation of a likelihood.</summary>
    public static Likelihood Of(DecoderLikelihood likelihood) =>
        likelihood switch
        {
            DecoderLikelihood.Bernoulli => new BernoulliLikelihood(),
            DecoderLikelihood.GaussianUnitVariance => new GaussianUnitVarianceLikelihood(),
            _ => throw new ArgumentOutOfRangeException(nameof(likelihood), likelihood, null),
        };
}
