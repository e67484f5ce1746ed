namespace VaeMlNet;

/// <summary>
/// Sums up the weights of rows, which are above 0, and then computes the factors of the rows' weights: weights are 1 on average, and classes are
/// balanced if requested.
/// </summary>
internal sealed class RowWeights(bool isBalanced)
{
    private readonly List<double> classes = []; // the sum of the weights of each class

    /// <summary>Gets the number of rows that were added.</summary>
    public long RowCount { get; private set; }

    private double TotalWeight => classes.Sum();

    /// <summary>Adds a row. Without labels, all rows are of class 0.</summary>
    public void Add(float weight, int classIndex)
    {
        while (classes.Count <= classIndex)
        {
            classes.Add(0);
        }

        classes[classIndex] += weight;
        RowCount++;
    }

    /// <summary>
    /// Returns the factor of the weights of a class's rows: N / sum of all weights, or for balanced classes N / (number of classes * sum of the
    /// class's weights).
    /// </summary>
    public double Factor(int classIndex) => RowCount / (isBalanced ? classes.Count * classes[classIndex] : TotalWeight);
}
