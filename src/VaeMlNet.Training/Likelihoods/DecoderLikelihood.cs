using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The distribution p(x|z) that a decoder's outputs parametrise; it decides what data the model can learn.</summary>
/// <remarks>Immutable, hence safe to use from several threads. In JSON the member <c>kind</c> names the distribution.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BernoulliLikelihoodOptions), VaeColumn.Bernoulli)]
[JsonDerivedType(typeof(GaussianLikelihoodOptions), VaeColumn.Gaussian)]
[JsonDerivedType(typeof(StudentTLikelihoodOptions), VaeColumn.StudentT)]
[JsonDerivedType(typeof(CategoricalLikelihoodOptions), VaeColumn.Categorical)]
[JsonDerivedType(typeof(MultinomialLikelihoodOptions), VaeColumn.Multinomial)]
public abstract record DecoderLikelihood
{
    private protected DecoderLikelihood() { }

    /// <summary>Independent Bernoulli slots; see <see cref="BernoulliLikelihoodOptions"/>.</summary>
    public static DecoderLikelihood Bernoulli { get; } = new BernoulliLikelihoodOptions();

    /// <summary>Independent Gaussian slots of variance 1; see <see cref="GaussianLikelihoodOptions"/>.</summary>
    public static DecoderLikelihood GaussianUnitVariance { get; } = new GaussianLikelihoodOptions();

    /// <summary>Copies the options after checking every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal virtual DecoderLikelihood ToChecked() => this;

    /// <summary>What the slots of rows of a width D may hold, part after part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal abstract IReadOnlyList<InputPart> InputParts(int inputDim);

    /// <summary>Makes the distribution of rows of a width D; the caller disposes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal abstract Likelihood Create(int inputDim);
}
