using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>The distribution p(x|z) that a decoder's outputs parametrize; it decides what data the model can learn.</summary>
/// <remarks>Immutable, hence safe to use from several threads. In JSON the member <c>kind</c> names the distribution.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BernoulliLikelihoodOptions), VaeColumn.Bernoulli)]
[JsonDerivedType(typeof(GaussianLikelihoodOptions), VaeColumn.Gaussian)]
[JsonDerivedType(typeof(StudentTLikelihoodOptions), VaeColumn.StudentT)]
[JsonDerivedType(typeof(CategoricalLikelihoodOptions), VaeColumn.Categorical)]
[JsonDerivedType(typeof(MultinomialLikelihoodOptions), VaeColumn.Multinomial)]
[JsonDerivedType(typeof(PoissonLikelihoodOptions), VaeColumn.Poisson)]
public abstract record DecoderLikelihood
{
    private protected DecoderLikelihood() { }

    /// <summary>Independent Bernoulli slots; see <see cref="BernoulliLikelihoodOptions"/>.</summary>
    public static DecoderLikelihood Bernoulli { get; } = new BernoulliLikelihoodOptions();

    /// <summary>Independent Gaussian slots of variance 1; see <see cref="GaussianLikelihoodOptions"/>.</summary>
    public static DecoderLikelihood GaussianUnitVariance { get; } = new GaussianLikelihoodOptions();

    /// <summary>Gets the likelihoods that need no settings of the data's own, for a user to choose from.</summary>
    public static IReadOnlyList<VaeLikelihoodChoice> Choices { get; } =
    [
        new("bernoulli", "values in [0, 1]", Bernoulli, ForTables: null),
        new("gaussian", "other numbers", GaussianUnitVariance, GaussianLikelihoodOptions.ForTables),
        new("student-t", "numbers with outliers", new StudentTLikelihoodOptions(), StudentTLikelihoodOptions.ForTables),
        new("poisson", "counts", new PoissonLikelihoodOptions(), new PoissonLikelihoodOptions()),
    ];

    /// <summary>
    /// Gets whether this can be the likelihood of a table's numbers. Likelihoods that cannot are those of features only, and those of
    /// Booleans and keys, which a table always has.
    /// </summary>
    internal virtual bool IsForNumbers => false;

    /// <summary>
    /// Gets whether a table's numbers are standardized for this likelihood. Where they are not, it sees the numbers themselves, and is
    /// given mean and scale of <see cref="ToEncoderUnit"/> to make the encoder's input with.
    /// </summary>
    internal virtual bool IsOfStandardizedNumbers => true;

    /// <summary>Copies the options after checking every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal virtual DecoderLikelihood ToChecked() => this;

    /// <summary>Returns the values that the slots of rows of a width D may have, part after part.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal abstract IReadOnlyList<SlotGroup> SlotGroups(int inputDim);

    /// <summary>Makes the distribution of rows of a width D; the caller disposes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal abstract Likelihood Create(int inputDim);

    /// <summary>Makes the distribution of numbers of a table; the caller disposes it.</summary>
    /// <param name="means">The mean of each slot of the training data, in the unit of <see cref="ToEncoderUnit"/>.</param>
    /// <param name="scales">The standard deviation of each slot in this unit, above 0.</param>
    internal virtual Likelihood CreateForNumbers(float[] means, float[] scales) => Create(means.Length);

    /// <summary>Returns a number of a table in the unit in which it is standardized for the encoder.</summary>
    internal virtual double ToEncoderUnit(double number) => number;
}
