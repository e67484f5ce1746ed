namespace VaeMlNet;

/// <summary>
/// Sums up the weights of rows, and then computes the factors of the rows' weights: weights are 1 on average, and classes are
/// balanced if requested.
/// </summary>
/// <param name="balance">The method that balances classes.</param>
internal sealed class RowWeights(VaeClassBalance balance)
{
    private readonly List<(long RowCount, double Weight)> classes = [];

    /// <summary>Gets the number of rows that were added.</summary>
    public long RowCount { get; private set; }

    private double TotalWeight => classes.Sum(c => c.Weight);

    /// <summary>Adds a row. Without labels, all rows are of class 0.</summary>
    public void Add(float weight, int classIndex)
    {
        while (classes.Count <= classIndex)
        {
            classes.Add((0, 0));
        }

        var (count, sum) = classes[classIndex];
        classes[classIndex] = (count + 1, sum + weight);
        RowCount++;
    }

    /// <summary>
    /// Returns the factor of the weights of a class's rows. Without balancing it is N / sum of all weights. For balancing by
    /// weight it is N / (number of classes * sum of the class's weights). For balancing by resampling it is the number of the
    /// class's rows / sum of its weights.
    /// </summary>
    public double Factor(int classIndex)
    {
        var (count, weight) = classes[classIndex];
        return balance switch
        {
            VaeClassBalance.Weight => RowCount / (classes.Count * weight),
            VaeClassBalance.Resample => count / weight,
            _ => RowCount / TotalWeight,
        };
    }

    /// <exception cref="InvalidOperationException">All weights are 0, or with balancing all weights of a class.</exception>
    public void CheckSums(string weightSource)
    {
        var smallest = balance == VaeClassBalance.None ? TotalWeight : classes.Min(c => c.Weight);
        if (smallest <= 0)
        {
            throw new InvalidOperationException(
                $"The weights in {weightSource} are 0 for {(balance == VaeClassBalance.None ? "every row" : "every row of a class")}, "
                    + "so that nothing could be learned from it. Give at least one row a weight above 0."
            );
        }
    }
}
