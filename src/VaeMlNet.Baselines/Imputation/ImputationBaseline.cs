namespace VaeMlNet.Baselines;

/// <summary>A method that fills the missing cells of rows.</summary>
/// <remarks>
/// The same rows give the same cells. A column without values in the training rows is filled with 0 or its first level. Thread safety: all
/// members may be used from several threads at once.
/// </remarks>
internal abstract class ImputationBaseline
{
    /// <summary>Gets all methods.</summary>
    public static IReadOnlyList<ImputationBaseline> All { get; } =
    [new MeanModeBaseline(), new NeighborBaseline(), new RidgeBaseline()];

    /// <summary>Gets the name in options, tables and files.</summary>
    public abstract string Name { get; }

    /// <summary>Gets a description with the source, which begins in lower case.</summary>
    public abstract string Description { get; }

    /// <summary>Gets the largest number of slots of numbers and one-hot categories, above which the method takes too long.</summary>
    public virtual int MostSlots => int.MaxValue;

    /// <summary>Fills the missing cells of rows, on all cores.</summary>
    /// <param name="training">The rows to learn from, which may have missing cells. At least 1.</param>
    /// <param name="rows">The rows to fill, with the same columns.</param>
    /// <param name="cancellationToken">Checked every few rows.</param>
    /// <returns>The rows with every missing cell filled. Other cells stay.</returns>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public CodedTable Fill(CodedTable training, CodedTable rows, CancellationToken cancellationToken = default)
    {
        TableScaling scaling = new(training);
        var filled = FillScaled(scaling.Scale(training), scaling.Scale(rows), scaling.LevelCounts, cancellationToken);
        return rows with
        {
            Values =
            [
                .. rows.Values.Select(
                    (column, i) =>
                        column
                            .Select((cell, row) => double.IsNaN(cell) ? scaling.Restore(i, filled[i][row]) : cell)
                            .ToArray()
                ),
            ],
        };
    }

    /// <summary>Fills scaled cells: numbers in standard deviations from the mean, and levels by their rank of frequency.</summary>
    /// <param name="training">The scaled training rows: [columns][rows], NaN where a cell is missing.</param>
    /// <param name="rows">The scaled rows to fill: [columns][rows].</param>
    /// <param name="levelCounts">The number of levels of each column; 0 for numbers.</param>
    /// <param name="cancellationToken">Checked every few rows.</param>
    /// <returns>The filled rows: [columns][rows].</returns>
    protected abstract double[][] FillScaled(
        double[][] training,
        double[][] rows,
        int[] levelCounts,
        CancellationToken cancellationToken
    );
}

/// <summary>Fills numbers with the mean of the training rows, and categories with the most frequent one.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class MeanModeBaseline : ImputationBaseline
{
    public override string Name => "mean_mode";

    public override string Description => "the mean of numbers, and the most frequent category";

    protected override double[][] FillScaled(
        double[][] training,
        double[][] rows,
        int[] levelCounts,
        CancellationToken cancellationToken
    ) =>
        // Scaled, both are 0.
        Array.ConvertAll(rows, column => Array.ConvertAll(column, cell => double.IsNaN(cell) ? 0 : cell));
}
