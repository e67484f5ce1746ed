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

    /// <summary>Name of the column that the model was trained on.</summary>
    public required string Name { get; init; }

    /// <summary>Element type, such as <c>single</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Number of slots. At least 1.</summary>
    public required int Width { get; init; }

    /// <summary>
    /// <see cref="Bernoulli"/>, <see cref="GaussianUnitVariance"/>, <see cref="Gaussian"/>, <see cref="StudentT"/>,
    /// <see cref="Categorical"/> or <see cref="Multinomial"/>.
    /// </summary>
    public required string Likelihood { get; init; }

    /// <summary>Degrees of freedom of <see cref="StudentT"/>, above 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? DegreesOfFreedom { get; init; }

    /// <summary>Widths of the groups of <see cref="Categorical"/>, in the order of the slots; they add up to <see cref="Width"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Groups { get; init; }

    /// <summary>Number of counts that a decoded row of <see cref="Multinomial"/> has: its reconstruction adds up to it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TotalCount { get; init; }

    /// <summary>Smallest value in the training data.</summary>
    public required double Minimum { get; init; }

    /// <summary>Largest value in the training data.</summary>
    public required double Maximum { get; init; }

    /// <summary>What the column's slots may hold, part after part.</summary>
    internal IEnumerable<InputPart> InputParts() =>
        Likelihood switch
        {
            Bernoulli => [new(Width, AllowedValues.UnitInterval)],
            Categorical => Groups!.Select(width => new InputPart(width, AllowedValues.OneHot)),
            Multinomial => [new(Width, AllowedValues.Counts)],
            _ => [new(Width, AllowedValues.Finite)],
        };
}
