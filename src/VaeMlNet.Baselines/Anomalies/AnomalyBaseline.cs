namespace VaeMlNet.Baselines;

/// <summary>A method that is fitted to rows without labels and then scores other rows.</summary>
/// <remarks>
/// A score depends on the training rows, the row and the seed only, and not on the other rows that are scored. Thread safety: all members
/// may be used from several threads at once.
/// </remarks>
internal abstract class AnomalyBaseline
{
    /// <summary>Gets all methods.</summary>
    public static IReadOnlyList<AnomalyBaseline> All { get; } =
    [
        new IsolationForestBaseline(),
        new EcodBaseline(),
        new NeighborDistanceBaseline(),
        new MahalanobisBaseline(),
        new SquaredNormBaseline(),
    ];

    /// <summary>Gets the name in options, tables and files.</summary>
    public abstract string Name { get; }

    /// <summary>Gets a description with the source, which begins in lower case.</summary>
    public abstract string Description { get; }

    /// <summary>Gets whether the scores depend on the seed.</summary>
    public virtual bool IsRandom => false;

    /// <summary>Gets the largest number of features, above which a fit takes too long.</summary>
    public virtual int MostFeatures => int.MaxValue;

    /// <summary>Fits the method.</summary>
    /// <param name="training">The training rows: [rows][features], complete and standardized. At least 2.</param>
    /// <param name="seed">The seed of random choices.</param>
    /// <param name="cancellationToken">Cancels the fit.</param>
    /// <returns>The fitted method. Several threads may use it at once.</returns>
    public abstract FittedBaseline Fit(double[][] training, int seed, CancellationToken cancellationToken = default);

    /// <summary>Fits the method and scores rows, on all cores.</summary>
    /// <param name="training">The training rows: [rows][features], complete and standardized. At least 2.</param>
    /// <param name="rows">The rows to score, of the same width.</param>
    /// <param name="seed">The seed of random choices.</param>
    /// <param name="cancellationToken">Checked every few rows.</param>
    /// <returns>The score of each row, higher for more anomalous ones.</returns>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public double[] Score(
        double[][] training,
        double[][] rows,
        int seed,
        CancellationToken cancellationToken = default
    ) => Fit(training, seed, cancellationToken).Score(rows, cancellationToken);
}

/// <summary>
/// Scores a row by its squared length. A VAE with a collapsed posterior ranks standardized rows in the same way, so a model must beat
/// this baseline to show that it has learned anything.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class SquaredNormBaseline : AnomalyBaseline
{
    public override string Name => "sqnorm";

    public override string Description => "the squared norm of the standardized row: no model at all";

    public override FittedBaseline Fit(double[][] training, int seed, CancellationToken cancellationToken = default) =>
        new SquaredNorm();

    private sealed class SquaredNorm : FittedBaseline
    {
        public override double[] Contributions(double[] row) => Array.ConvertAll(row, value => value * value);
    }
}
