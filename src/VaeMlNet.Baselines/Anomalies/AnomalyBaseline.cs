namespace VaeMlNet.Baselines;

/// <summary>A method that is fitted to rows without labels and then scores other rows.</summary>
/// <remarks>
/// A score depends on the training rows, the row and the seed only, and not on the other rows that are scored. Thread safety: all members
/// may be used from several threads at once.
/// </remarks>
/// <param name="Name">The name in options, tables and files.</param>
/// <param name="Description">A description with the source, which begins in lower case.</param>
/// <param name="Fit">
/// Fits the method to training rows, [rows][features], complete and standardized, at least 2, with a seed of random choices. Several
/// threads may use the fitted method at once.
/// </param>
internal sealed record AnomalyBaseline(
    string Name,
    string Description,
    Func<double[][], int, CancellationToken, FittedBaseline> Fit
)
{
    /// <summary>Gets all methods.</summary>
    public static IReadOnlyList<AnomalyBaseline> All =>
        [
            IsolationForest.Baseline,
            TailProbabilities.Baseline,
            NeighborDistance.Baseline,
            MahalanobisDistance.Baseline,
            SquaredNorm.Baseline,
        ];

    /// <summary>Gets whether the scores depend on the seed.</summary>
    public bool IsRandom { get; init; }

    /// <summary>Gets the largest number of features, above which a fit takes too long.</summary>
    public int MostFeatures { get; init; } = int.MaxValue;
}

/// <summary>
/// The squared length of a row. A VAE with a collapsed posterior ranks standardized rows in the same way, so a model must beat this
/// baseline to show that it has learned anything.
/// </summary>
internal sealed class SquaredNorm : FittedBaseline
{
    public static AnomalyBaseline Baseline { get; } =
        new("sqnorm", "the squared norm of the standardized row: no model at all", (_, _, _) => new SquaredNorm());

    public override double[] Contributions(double[] row) => Array.ConvertAll(row, value => value * value);
}
