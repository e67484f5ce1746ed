namespace VaeMlNet.Baselines;

/// <summary>Scores a row by an <see cref="IsolationForest"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class IsolationForestBaseline : AnomalyBaseline
{
    /// <inheritdoc />
    public override string Name => "iforest";

    /// <inheritdoc />
    public override string Description =>
        "an Isolation Forest of 100 trees, each grown from 256 rows (Liu, Ting & Zhou 2008)";

    /// <inheritdoc />
    public override bool IsRandom => true;

    /// <inheritdoc />
    public override Func<double[], double> Fit(
        double[][] training,
        int seed,
        CancellationToken cancellationToken = default
    )
    {
        var forest = IsolationForest.Fit(training, new Random(seed), cancellationToken);
        return row => forest.Score(row);
    }
}
