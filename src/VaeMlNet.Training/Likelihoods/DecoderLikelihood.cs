using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The distribution p(x|z) that a decoder's outputs parametrise; it decides what data the model can learn.</summary>
/// <remarks>Immutable, hence safe to use from several threads. In JSON the member <c>kind</c> names the distribution.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BernoulliLikelihoodOptions), VaeColumn.Bernoulli)]
[JsonDerivedType(typeof(GaussianLikelihoodOptions), "gaussian")]
public abstract record DecoderLikelihood
{
    private protected DecoderLikelihood() { }

    /// <summary>Independent Bernoulli slots; see <see cref="BernoulliLikelihoodOptions"/>.</summary>
    public static DecoderLikelihood Bernoulli { get; } = new BernoulliLikelihoodOptions();

    /// <summary>Independent Gaussian slots of variance 1; see <see cref="GaussianLikelihoodOptions"/>.</summary>
    public static DecoderLikelihood GaussianUnitVariance { get; } = new GaussianLikelihoodOptions();

    /// <summary>Says what is wrong with a finite value and what to do about it, or null when the value is allowed.</summary>
    internal abstract string? Complaint(float value);

    /// <summary>Makes the distribution of rows of a width D; the caller disposes it.</summary>
    internal abstract Likelihood Create(int inputDim);
}
