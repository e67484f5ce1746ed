namespace VaeMlNet.Baselines;

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
