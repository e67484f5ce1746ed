namespace VaeMlNet;

/// <summary>One raw column of a model's input and the likelihood that its slots are decoded with.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeColumn
{
    /// <summary>Likelihood of values in [0, 1]: p(x|z) = p^x (1-p)^(1-x) per slot.</summary>
    public const string Bernoulli = "bernoulli";

    /// <summary>Likelihood of any finite values: normal with the decoder's mean and variance 1 per slot.</summary>
    public const string GaussianUnitVariance = "gaussian_unit_variance";

    /// <summary>Name of the column that the model was trained on.</summary>
    public required string Name { get; init; }

    /// <summary>Element type, such as <c>single</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Number of slots. At least 1.</summary>
    public required int Width { get; init; }

    /// <summary><see cref="Bernoulli"/> or <see cref="GaussianUnitVariance"/>.</summary>
    public required string Likelihood { get; init; }

    /// <summary>Smallest value in the training data.</summary>
    public required double Minimum { get; init; }

    /// <summary>Largest value in the training data.</summary>
    public required double Maximum { get; init; }
}
