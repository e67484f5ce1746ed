namespace VaeMlNet.Baselines;

/// <summary>Fills numbers with the mean of the training rows, and categories with the most frequent one.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class MeanModeBaseline : ImputationBaseline
{
    /// <inheritdoc />
    public override string Name => "mean_mode";

    /// <inheritdoc />
    public override string Description => "the mean of numbers, and the most frequent category";

    /// <inheritdoc />
    protected override double[][] FillScaled(
        double[][] training,
        double[][] rows,
        int[] levelCounts,
        CancellationToken cancellationToken
    ) =>
        // Scaled, both are 0.
        Array.ConvertAll(rows, column => Array.ConvertAll(column, cell => double.IsNaN(cell) ? 0 : cell));
}
