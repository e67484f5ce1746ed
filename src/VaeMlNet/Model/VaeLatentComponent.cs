namespace VaeMlNet;

/// <summary>One Gaussian of a <see cref="VaeLatentMixture"/>.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeLatentComponent
{
    /// <summary>The share of draws that come from this component, above 0 and at most 1.</summary>
    public required double Weight { get; init; }

    /// <summary>The mean, [L]; L is at most 1024.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>The covariance, [L][L]: symmetric and positive definite.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Covariance { get; init; }
}
