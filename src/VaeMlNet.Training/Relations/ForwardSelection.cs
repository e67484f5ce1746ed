namespace VaeMlNet;

/// <summary>
/// Chooses columns one at a time, each the one that explains most of what the chosen ones leave unexplained of a target, by a Cholesky
/// decomposition of the covariances whose pivots are the choices.
/// </summary>
internal sealed class ForwardSelection
{
    // Of the variance of a column. What is left of less is rounding: the column is a sum of chosen ones.
    private const double SmallestRest = 1e-5;

    private readonly double[,] covariances;
    private readonly int target;
    private readonly HashSet<int> candidates;
    private readonly double[] rests; // the variance of each column that the chosen ones leave unexplained
    private readonly double[] shared; // the covariance of each column with the target, likewise
    private readonly List<double[]> directions = [];
    private readonly List<int> chosen = [];

    /// <summary>Begins without a chosen column.</summary>
    /// <param name="covariances">The covariances of all columns.</param>
    /// <param name="target">The column to explain.</param>
    /// <param name="excluded">The columns that are not chosen.</param>
    public ForwardSelection(double[,] covariances, int target, IEnumerable<int> excluded)
    {
        this.covariances = covariances;
        this.target = target;
        int[] all = [.. Enumerable.Range(0, covariances.GetLength(0))];
        candidates = [.. all.Except(excluded).Where(column => column != target)];
        rests = Array.ConvertAll(all, column => covariances[column, column]);
        shared = Array.ConvertAll(all, column => covariances[column, target]);
    }

    /// <summary>Gets the chosen columns in their order.</summary>
    public IReadOnlyList<int> Chosen => chosen;

    /// <summary>Gets the variance of the target that the chosen columns leave unexplained.</summary>
    public double Unexplained => rests[target];

    /// <summary>
    /// Returns the other columns that a chosen one, or all of them, explain up to a share of their variance, which is rounding. Exact multiples of
    /// another column say nothing more, and are left out.
    /// </summary>
    /// <param name="largestRest">The largest share that is rounding.</param>
    /// <param name="smallestRest">The share below which one of two columns is an exact multiple of the other one.</param>
    public IReadOnlyList<int> Explained(Func<int, double> largestRest, Func<int, int, double> smallestRest)
    {
        List<int> found = [];
        foreach (var column in Enumerable.Range(0, rests.Length).Except(chosen))
        {
            if (
                column != target
                // Where cells are missing, covariances of different rows make what all leave inexact.
                && Math.Min(rests[column], chosen.Min(other => Distance(other, column))) < largestRest(column)
                && chosen.Concat(found).All(other => Distance(other, column) >= smallestRest(other, column))
            )
            {
                found.Add(column);
            }
        }

        return found;

        double Distance(int a, int b) => 1 - (covariances[a, b] * covariances[a, b]);
    }

    /// <summary>Chooses a column, and returns whether there was one.</summary>
    public bool ChooseNext()
    {
        candidates.RemoveWhere(column => rests[column] < SmallestRest);
        if (candidates.Count == 0)
        {
            return false;
        }

        var next = candidates.MaxBy(column => shared[column] * shared[column] / rests[column]);
        var size = Math.Sqrt(rests[next]);
        var direction = new double[rests.Length];
        for (var column = 0; column < direction.Length; column++)
        {
            var covariance = covariances[next, column];
            foreach (var earlier in directions)
            {
                covariance -= earlier[next] * earlier[column];
            }

            direction[column] = covariance / size;
        }

        for (var column = 0; column < direction.Length; column++)
        {
            rests[column] -= direction[column] * direction[column];
            shared[column] -= direction[column] * direction[target];
        }

        directions.Add(direction);
        chosen.Add(next);
        candidates.Remove(next);
        return true;
    }
}
