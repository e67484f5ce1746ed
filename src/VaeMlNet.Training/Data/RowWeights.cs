namespace VaeMlNet;

/// <summary>
/// Takes in the weight and class of every row, and then says what to multiply a row's weight by, so that the weights
/// are 1 on average and classes balanced if wanted.
/// </summary>
/// <param name="balance">The method that gives classes equal weight.</param>
internal sealed class RowWeights(VaeClassBalance balance)
{
    private readonly List<(long RowCount, double Weight)> classes = [];

    /// <summary>The number of rows taken in.</summary>
    public long RowCount { get; private set; }

    private double TotalWeight => classes.Sum(c => c.Weight);

    /// <summary>Takes in a row; without labels all rows are of class 0.</summary>
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
    /// What to multiply the weights of a class's rows by: N / sum of all weights; balanced by weight, N / (number of
    /// classes * sum of the class's weights); balanced by resampling, the class's rows / sum of its weights.
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

    /// <exception cref="InvalidOperationException">All weights, or with balancing all of a class, are 0.</exception>
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
