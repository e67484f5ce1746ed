namespace VaeMlNet.Baselines;

/// <summary>
/// Fills a cell from the nearest training rows that have it: numbers with their mean, categories with the most frequent one. The
/// distance is Euclidean over numbers and one-hot categories that both rows have, scaled up for those that they lack.
/// </summary>
/// <remarks>
/// Source: Troyanskaya et al. 2001; the distance and its scaling are those of scikit-learn's KNNImputer. Thread safety: immutable.
/// </remarks>
internal sealed class NeighborBaseline(int neighborCount = 5) : ImputationBaseline
{
    public override string Name => $"knn{neighborCount}";

    public override string Description =>
        $"the {neighborCount} nearest training rows, as scikit-learn's KNNImputer (Troyanskaya et al. 2001)";

    protected override double[][] FillScaled(
        double[][] training,
        double[][] rows,
        int[] levelCounts,
        CancellationToken cancellationToken
    )
    {
        // Of equally near rows the first ones are taken. Neighbors in a file are often alike, those in a random order are not.
        int[] order = [.. Enumerable.Range(0, training[0].Length)];
        new Random(1).Shuffle(order);
        var shuffled = Array.ConvertAll(training, column => Array.ConvertAll(order, row => column[row]));
        var filled = Array.ConvertAll(rows, column => (double[])column.Clone());
        var slots = new OneHotSlots(levelCounts).Widths;
        Parallel.For(
            0,
            rows[0].Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            row =>
            {
                if (rows.Any(column => double.IsNaN(column[row])))
                {
                    Fill(filled, row, shuffled, rows, levelCounts, slots);
                }
            }
        );
        return filled;
    }

    private void Fill(double[][] filled, int row, double[][] training, double[][] rows, int[] levelCounts, int[] slots)
    {
        var distances = Distances(row, training, rows, levelCounts, slots);
        for (var column = 0; column < rows.Length; column++)
        {
            if (double.IsNaN(rows[column][row]))
            {
                double[] values = [.. Nearest(distances, training[column]).DefaultIfEmpty()];
                filled[column][row] = levelCounts[column] == 0 ? values.Average() : Mode(values);
            }
        }
    }

    /// <summary>Returns the squared distance to each training row; infinite where no column is in both.</summary>
    private static double[] Distances(int row, double[][] training, double[][] rows, int[] levelCounts, int[] slots)
    {
        var sums = new double[training[0].Length];
        var present = new int[sums.Length];
        for (var column = 0; column < rows.Length; column++)
        {
            var value = rows[column][row];
            if (double.IsNaN(value))
            {
                continue;
            }

            for (var other = 0; other < sums.Length; other++)
            {
                var known = training[column][other];
                if (!double.IsNaN(known))
                {
                    present[other] += slots[column];
                    sums[other] +=
                        levelCounts[column] == 0 ? (value - known) * (value - known)
                        : OneHotSlots.SlotOf(value) == OneHotSlots.SlotOf(known) ? 0
                        : 2;
                }
            }
        }

        return [.. sums.Zip(present, (sum, count) => count == 0 ? double.PositiveInfinity : sum / count)];
    }

    private IEnumerable<double> Nearest(double[] distances, double[] column)
    {
        PriorityQueue<int, double> nearest = new();
        for (var row = 0; row < distances.Length; row++)
        {
            if (double.IsNaN(column[row]))
            {
                continue;
            }

            if (nearest.Count < neighborCount)
            {
                nearest.Enqueue(row, -distances[row]);
            }
            else if (distances[row] < distances[nearest.Peek()])
            {
                nearest.DequeueEnqueue(row, -distances[row]);
            }
        }

        return nearest.UnorderedItems.Select(item => column[item.Element]);
    }

    /// <summary>Returns the most frequent value, of equally frequent ones the smallest.</summary>
    private static double Mode(double[] values) =>
        values.GroupBy(value => value).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
}
