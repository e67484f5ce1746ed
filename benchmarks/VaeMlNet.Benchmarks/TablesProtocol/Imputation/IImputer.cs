namespace VaeMlNet.Benchmarks;

/// <summary>A baseline that fills missing cells.</summary>
internal interface IImputer
{
    /// <summary>Returns the test rows with every missing cell filled: [columns][rows].</summary>
    /// <param name="training">Coded rows to learn from: [columns][rows], NaN where a cell is missing.</param>
    /// <param name="test">Coded rows to fill: [columns][rows].</param>
    /// <param name="levelCounts">The number of levels of each column; 0 for numbers.</param>
    double[][] Fill(double[][] training, double[][] test, int[] levelCounts);
}
