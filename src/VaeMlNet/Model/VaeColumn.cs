using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>One raw column of a model's input and the likelihood that its slots are decoded with.</summary>
/// <remarks>Immutable, hence safe to use from several threads. Members that a likelihood does not have are null.</remarks>
public sealed record VaeColumn
{
    /// <summary>Likelihood of values in [0, 1]: p(x|z) = p^x (1-p)^(1-x) per slot.</summary>
    public const string Bernoulli = "bernoulli";

    /// <summary>Likelihood of any finite values: normal with the decoder's mean and variance 1 per slot.</summary>
    public const string GaussianUnitVariance = "gaussian_unit_variance";

    /// <summary>Likelihood of any finite values: normal with the decoder's mean and its output <c>variance</c> per slot.</summary>
    public const string Gaussian = "gaussian";

    /// <summary>
    /// Likelihood of any finite values, robust against outliers: Student's t with <see cref="DegreesOfFreedom"/>, the decoder's
    /// location and its output <c>scale</c> per slot.
    /// </summary>
    public const string StudentT = "student_t";

    /// <summary>Likelihood of one-hot values: a categorical distribution for each of <see cref="Groups"/>.</summary>
    public const string Categorical = "categorical";

    /// <summary>Likelihood of counts, such as those of words: a multinomial distribution over the column's slots.</summary>
    public const string Multinomial = "multinomial";

    /// <summary>Likelihood of counts that are independent of each other: Poisson with the decoder's rate per slot.</summary>
    public const string Poisson = "poisson";

    /// <summary>Type of numbers: Single, or a vector of them.</summary>
    public const string SingleType = "single";

    /// <summary>Type of Booleans. They are never missing.</summary>
    public const string BooleanType = "boolean";

    /// <summary>Type of keys: categories 1 to <see cref="KeyCount"/>, 0 where the category is missing.</summary>
    public const string KeyType = "key";

    /// <summary>Name of the column that the model was trained on.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the graphs' input that takes the column, where it is not <see cref="Name"/>; of table models.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? GraphName { get; init; }

    /// <summary>
    /// <see cref="SingleType"/>; of table models also <see cref="BooleanType"/> or <see cref="KeyType"/>.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>Number of slots: 1, or the size of a vector. At least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Name of the likelihood: one of the constants of this class that begin with "Likelihood of" in their summary.</summary>
    public required string Likelihood { get; init; }

    /// <summary>Degrees of freedom of <see cref="StudentT"/>, above 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DegreesOfFreedom { get; init; }

    /// <summary>
    /// Widths of the groups of <see cref="Categorical"/>, in the order of the slots; they add up to <see cref="Width"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Groups { get; init; }

    /// <summary>Number of counts that a decoded row of <see cref="Multinomial"/> has: its reconstruction adds up to it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TotalCount { get; init; }

    /// <summary>Means of the slots of numbers in the training data; of table models. Standardized = (x - mean) / scale.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Means { get; init; }

    /// <summary>
    /// Scales of the slots of numbers, above 0: standard deviations, 1 where all values are the same; of table models.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<float>? Scales { get; init; }

    /// <summary>Names of a vector's slots; null where it has none, and for features.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? SlotNames { get; init; }

    /// <summary>Number of categories K of a key. At least 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? KeyCount { get; init; }

    /// <summary>
    /// Gets the values of a key's numbers 1 to K, as texts in the invariant culture; null where the data had none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? KeyValues { get; init; }

    /// <summary>Type of <see cref="KeyValues"/> in the data, such as <c>text</c>; null without them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KeyValueType { get; init; }

    /// <summary>Share of the training data's cells that had no value, in [0, 1]; of table models.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MissingShare { get; init; }

    /// <summary>Smallest value in the training data; 0 where there was none.</summary>
    public required double Minimum { get; init; }

    /// <summary>Largest value in the training data; 0 where there was none.</summary>
    public required double Maximum { get; init; }

    /// <summary>Name of the graphs' input that takes the column of a table model.</summary>
    internal string InputName => GraphName ?? Name;

    /// <summary>Slots of the column in the reconstruction of a table model: a probability for each category of a key.</summary>
    internal int ReconstructionWidth => KeyCount ?? Width;

    /// <summary>Gets a value indicating whether cells of a table model's column can be missing.</summary>
    internal bool CanBeMissing => Type != BooleanType;

    /// <summary>Returns the values that the column's slots may have, part after part.</summary>
    internal IEnumerable<SlotGroup> SlotGroups() => ColumnLikelihood.Get(this).SlotGroups(this);
}
