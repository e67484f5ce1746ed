namespace VaeMlNet.Baselines;

/// <summary>A method that was fitted to training rows, and scores others.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal abstract class FittedBaseline
{
    private const int RowsPerBlock = 64;

    /// <summary>Gets the part of every score that belongs to no feature. Default: 0.</summary>
    public virtual double Constant => 0;

    /// <summary>Returns the parts of a row's score that belong to its features. With <see cref="Constant"/>, they add up to the score.</summary>
    public abstract double[] Contributions(double[] row);

    /// <summary>Returns the score of a row: higher is more anomalous.</summary>
    public virtual double Score(double[] row) => Contributions(row).Sum();

    /// <summary>Scores rows, on all cores.</summary>
    /// <param name="rows">The rows to score, of the width of the training rows.</param>
    /// <param name="cancellationToken">Checked every few rows.</param>
    /// <returns>The score of each row.</returns>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public double[] Score(double[][] rows, CancellationToken cancellationToken = default)
    {
        var scores = new double[rows.Length];
        Parallel.For(
            0,
            (rows.Length + RowsPerBlock - 1) / RowsPerBlock,
            new ParallelOptions { CancellationToken = cancellationToken },
            block =>
            {
                for (var i = block * RowsPerBlock; i < Math.Min(rows.Length, (block + 1) * RowsPerBlock); i++)
                {
                    scores[i] = Score(rows[i]);
                }
            }
        );
        return scores;
    }
}
