namespace VaeMlNet.Baselines;

/// <summary>A method that is fitted to rows without labels and then scores other rows.</summary>
/// <remarks>
/// A score depends on the training rows, the row and the seed only, and not on the other rows that are scored. Thread safety: all members
/// may be used from several threads at once.
/// </remarks>
internal abstract class AnomalyBaseline
{
    private const int RowsPerBlock = 64;

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
    /// <returns>A function that returns the score of a row: higher is more anomalous. Several threads may call it at once.</returns>
    public abstract Func<double[], double> Fit(
        double[][] training,
        int seed,
        CancellationToken cancellationToken = default
    );

    /// <summary>Fits the method and scores rows, on all cores.</summary>
    /// <param name="training">The training rows: [rows][features], complete and standardized. At least 2.</param>
    /// <param name="rows">The rows to score, of the same width.</param>
    /// <param name="seed">The seed of random choices.</param>
    /// <param name="cancellationToken">Checked every few rows.</param>
    /// <returns>The score of each row, higher for more anomalous ones.</returns>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public double[] Score(double[][] training, double[][] rows, int seed, CancellationToken cancellationToken = default)
    {
        var score = Fit(training, seed, cancellationToken);
        var scores = new double[rows.Length];
        Parallel.For(
            0,
            (rows.Length + RowsPerBlock - 1) / RowsPerBlock,
            new ParallelOptions { CancellationToken = cancellationToken },
            block =>
            {
                for (var i = block * RowsPerBlock; i < Math.Min(rows.Length, (block + 1) * RowsPerBlock); i++)
                {
                    scores[i] = score(rows[i]);
                }
            }
        );
        return scores;
    }
}

/// <summary>
/// Scores a row by its squared length. A VAE with a collapsed posterior ranks standardized rows in the same way, so a model must beat
/// this baseline to show that it has learned anything.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class SquaredNormBaseline : AnomalyBaseline
{
    /// <inheritdoc />
    public override string Name => "sqnorm";

    /// <inheritdoc />
    public override string Description => "the squared norm of the standardized row: no model at all";

    /// <inheritdoc />
    public override Func<double[], double> Fit(
        double[][] training,
        int seed,
        CancellationToken cancellationToken = default
    ) => row => row.Sum(value => value * value);
}
