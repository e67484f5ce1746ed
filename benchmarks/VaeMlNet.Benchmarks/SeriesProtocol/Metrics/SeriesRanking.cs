namespace VaeMlNet.Benchmarks;

/// <summary>
/// The rows of a test part in the order of their scores, with the labeled events. NaN counts as 0, and infinite scores as ±1e30.
/// </summary>
internal sealed class SeriesRanking
{
    private const double Infinite = 1e30;

    private readonly double[] sorted; // The scores, descending.

    /// <summary>Sorts the rows.</summary>
    /// <param name="isAnomaly">The labels. At least one row is an anomaly.</param>
    /// <param name="scores">The score of each row; a higher score is more anomalous.</param>
    public SeriesRanking(bool[] isAnomaly, double[] scores)
    {
        IsAnomaly = isAnomaly;
        Scores = Array.ConvertAll(scores, score => double.IsNaN(score) ? 0 : Math.Clamp(score, -Infinite, Infinite));
        // The sort is stable: rows of equal scores keep their order.
        Order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(row => Scores[row])];
        sorted = Array.ConvertAll(Order, row => Scores[row]);
        Events = FindEvents(isAnomaly);
    }

    /// <summary>Gets the labels.</summary>
    public bool[] IsAnomaly { get; }

    /// <summary>Gets the finite scores.</summary>
    public double[] Scores { get; }

    /// <summary>Gets the rows by descending scores.</summary>
    public int[] Order { get; }

    /// <summary>Gets the first and the last row of each run of anomalies.</summary>
    public (int First, int Last)[] Events { get; }

    /// <summary>Returns the score at a rank, 0 for the highest.</summary>
    public double ScoreAt(int rank) => sorted[rank];

    /// <summary>Returns how many rows have a score of at least a threshold.</summary>
    public int CountFrom(double threshold)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle] >= threshold ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Returns the highest score among rows. Rows beyond the end are ignored.</summary>
    public double Highest(int first, int last)
    {
        var highest = double.NegativeInfinity;
        for (var row = first; row <= Math.Min(last, Scores.Length - 1); row++)
        {
            highest = Math.Max(highest, Scores[row]);
        }

        return highest;
    }

    /// <summary>Returns the sums of the rows' weights over the first ranks: [0] is 0, [n] is the sum of all.</summary>
    public double[] Accumulate(double[] weights)
    {
        var sums = new double[Order.Length + 1];
        for (var rank = 0; rank < Order.Length; rank++)
        {
            sums[rank + 1] = sums[rank] + weights[Order[rank]];
        }

        return sums;
    }

    /// <summary>Returns the rank of each row among the different scores, 0 for the lowest score.</summary>
    public float[] Ranks()
    {
        var ranks = new float[Order.Length];
        for (var i = Order.Length - 2; i >= 0; i--)
        {
            var (row, below) = (Order[i], Order[i + 1]);
            ranks[row] = ranks[below] + (Scores[row] > Scores[below] ? 1 : 0);
        }

        return ranks;
    }

    private static (int, int)[] FindEvents(bool[] isAnomaly)
    {
        List<(int First, int Last)> events = [];
        for (var row = 0; row < isAnomaly.Length; row++)
        {
            if (!isAnomaly[row])
            {
                continue;
            }

            if (events.Count > 0 && events[^1].Last == row - 1)
            {
                events[^1] = (events[^1].First, row);
            }
            else
            {
                events.Add((row, row));
            }
        }

        return [.. events];
    }
}
