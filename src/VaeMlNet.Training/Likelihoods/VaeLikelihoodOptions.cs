using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// The distribution p(x|z) whose parameters the decoder computes. It determines the data that the model can learn.
/// </summary>
/// <remarks>In JSON, the member <c>kind</c> names the distribution. Thread safety: immutable.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(BernoulliLikelihoodOptions), BernoulliFormula.Kind)]
[JsonDerivedType(typeof(GaussianLikelihoodOptions), GaussianFormula.Kind)]
[JsonDerivedType(typeof(StudentTLikelihoodOptions), StudentTFormula.Kind)]
[JsonDerivedType(typeof(CategoricalLikelihoodOptions), ColumnLikelihood.Categorical)]
[JsonDerivedType(typeof(MultinomialLikelihoodOptions), ColumnLikelihood.Multinomial)]
[JsonDerivedType(typeof(PoissonLikelihoodOptions), PoissonFormula.Kind)]
[JsonDerivedType(typeof(NegativeBinomialLikelihoodOptions), NegativeBinomialFormula.Kind)]
[JsonDerivedType(typeof(LogNormalLikelihoodOptions), LogNormalFormula.Kind)]
[JsonDerivedType(typeof(ZeroInflatedLikelihoodOptions), ZeroInflation.Kind)]
[JsonDerivedType(typeof(HistogramLikelihoodOptions), ColumnLikelihood.Histogram)]
public abstract record VaeLikelihoodOptions
{
    private protected VaeLikelihoodOptions() { }

    /// <summary>
    /// Gets the likelihood of independent Bernoulli slots: the decoder computes logits, and features are in [0, 1]. Gray levels are allowed; the
    /// value is then a pseudo-likelihood, as is usual for MNIST.
    /// </summary>
    public static VaeLikelihoodOptions Bernoulli { get; } = new BernoulliLikelihoodOptions();

    /// <summary>Gets the likelihood of independent Gaussian slots of variance 1; see <see cref="GaussianLikelihoodOptions"/>.</summary>
    public static VaeLikelihoodOptions GaussianUnitVariance { get; } = new GaussianLikelihoodOptions();

    /// <summary>
    /// Gets the likelihood of independent Poisson slots for counts, such as numbers of visits or failures: the decoder computes the logarithms of
    /// the rates. Values are whole numbers from 0 to 16,777,216. In tables, cells can be missing.
    /// </summary>
    /// <remarks>
    /// The variance of a Poisson distribution equals its mean. For counts that vary more, use <see
    /// cref="NegativeBinomialLikelihoodOptions"/>. The encoder's input is log(1 + x). Rates are below 16,777,216.
    /// </remarks>
    public static VaeLikelihoodOptions Poisson { get; } = new PoissonLikelihoodOptions();

    /// <summary>Gets the likelihoods that need no settings from the data, as choices for users.</summary>
    public static IReadOnlyList<VaeLikelihoodChoice> Choices { get; } =
    [
        new("bernoulli", "values in [0, 1]", Bernoulli, ForTables: null),
        new("gaussian", "numbers", GaussianUnitVariance, GaussianLikelihoodOptions.ForTables),
        new("student-t", "outliers", new StudentTLikelihoodOptions(), StudentTLikelihoodOptions.ForTables),
        new("poisson", "counts", Poisson, Poisson),
        new(
            "negative-binomial",
            "counts that vary more than their mean",
            new NegativeBinomialLikelihoodOptions(),
            new NegativeBinomialLikelihoodOptions()
        ),
        new("log-normal", "positive amounts", new LogNormalLikelihoodOptions(), LogNormalLikelihoodOptions.ForTables),
        ZeroInflated("poisson", "counts with many zeros", Poisson),
        ZeroInflated("negative-binomial", "such counts that vary more", new NegativeBinomialLikelihoodOptions()),
        ZeroInflated("log-normal", "amounts with zeros", LogNormalLikelihoodOptions.ForTables),
        new("histogram", "any numbers of a table", null, new HistogramLikelihoodOptions()),
    ];

    /// <summary>Gets the name that messages give the likelihood, as a program writes it.</summary>
    internal virtual string PublicName => GetType().Name;

    /// <summary>
    /// Gets whether the likelihood can be used for the numbers of a table. The others are for features only, or for the
    /// Booleans and keys of a table.
    /// </summary>
    internal virtual bool IsForNumbers => Formula is INumberFormula;

    /// <summary>
    /// Gets whether a table's numbers are standardized for this likelihood. Otherwise the likelihood receives the numbers
    /// themselves, with mean and scale of <see cref="ToEncoderUnit"/> to compute the encoder's input.
    /// </summary>
    internal bool IsOfStandardizedNumbers => Formula?.ChangesEncoderInput != true;

    /// <summary>
    /// Gets whether outliers must not move the mean and the scale by which a table's numbers are standardized.
    /// </summary>
    internal virtual bool HasRobustScale => false;

    /// <summary>Copies the options after checking every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal virtual VaeLikelihoodOptions ToChecked() => this;

    /// <summary>Returns the groups of slots of a row of width D, with the values that each allows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal virtual IReadOnlyList<SlotGroup> SlotGroups(int inputDim) => [new(inputDim, Formula!.Values)];

    /// <summary>Creates the distribution of rows of width D. The caller must dispose it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The options are for rows of another width.</exception>
    internal virtual Likelihood Create(int inputDim) => New(Formula!, inputDim);

    /// <summary>Creates the distribution of numbers of a table. The caller must dispose it.</summary>
    /// <param name="means">The mean of each slot in the training data, in the unit of <see cref="ToEncoderUnit"/>.</param>
    /// <param name="scales">The standard deviation of each slot in this unit, above 0.</param>
    internal virtual Likelihood CreateForNumbers(float[] means, float[] scales) =>
        IsOfStandardizedNumbers ? Create(means.Length) : New(Formula!, means.Length, means, scales);

    /// <summary>
    /// Creates the distribution of numbers besides additional zeros; see <see cref="ZeroInflatedLikelihoodOptions"/>. The caller must dispose
    /// it.
    /// </summary>
    /// <param name="inputDim">D.</param>
    /// <param name="means">The means as of <see cref="CreateForNumbers"/>; null for features.</param>
    /// <param name="scales">The scales as of <see cref="CreateForNumbers"/>; null for features.</param>
    internal Likelihood CreateBesideZeros(int inputDim, float[]? means, float[]? scales) =>
        New(ZeroInflatedFormula!, inputDim, means, scales);

    /// <summary>Gets the formula of independent slots; null for other likelihoods. It is that of numbers in tables.</summary>
    private protected virtual IFormula? Formula => null;

    /// <summary>Gets the formula besides additional zeros; null for likelihoods that cannot be zero-inflated.</summary>
    internal virtual INumberFormula? ZeroInflatedFormula => null;

    /// <summary>Gets the scale of the formula.</summary>
    private protected virtual ScaleSettings Settings => ScaleSettings.None;

    /// <summary>Gets the manual backpropagation of the formula; null for networks that are trained by autograd.</summary>
    private protected virtual GradientFactory? Gradient => null;

    /// <summary>Creates the likelihood of a formula.</summary>
    private protected Likelihood New(IFormula formula, int inputDim, float[]? means = null, float[]? scales = null)
    {
        var areCounts = formula.Values == AllowedValues.Counts;
        var gradient =
            formula.HasZeroLogit && Gradient is { } ofOthers
                ? (likelihood, learned) => new ZeroInflatedGradient(ofOthers(likelihood, learned), areCounts)
                : Gradient;
        return new FormulaLikelihood(formula, inputDim, Settings, gradient) { Centers = means, Deviations = scales };
    }

    /// <summary>Converts a number of a table to the unit in which it is standardized for the encoder; NaN if it has none.</summary>
    internal virtual double ToEncoderUnit(double number) => number;

    private static VaeLikelihoodChoice ZeroInflated(string name, string values, VaeLikelihoodOptions inner)
    {
        var options = new ZeroInflatedLikelihoodOptions { Values = inner };
        return new($"zero-inflated-{name}", values, options, options);
    }
}
