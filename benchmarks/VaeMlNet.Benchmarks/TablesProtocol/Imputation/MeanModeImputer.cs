namespace VaeMlNet.Benchmarks;

/// <summary>Fills numbers with the mean of the training rows, and categories with the most frequent one: both are coded 0.</summary>
internal sealed class MeanModeImputer : IImputer
{
    /// <inheritdoc />
    public double[][] Fill(double[][] training, double[][] test, int[] levelCounts) =>
        Array.ConvertAll(test, column => Array.ConvertAll(column, cell => double.IsNaN(cell) ? 0 : cell));
}
