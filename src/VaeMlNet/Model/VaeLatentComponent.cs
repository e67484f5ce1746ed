namespace VaeMlNet;

/// <summary>One Gaussian of a <see cref="VaeLatentMixture"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeLatentComponent
{
    /// <summary>Gets the share of samples that come from this component, above 0 and at most 1.</summary>
    public required double Weight { get; init; }

    /// <summary>Gets the mean, [L]. L is at most 1024.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Gets the covariance, [L][L]: symmetric and positive definite.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Covariance { get; init; }
}
