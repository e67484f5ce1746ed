namespace VaeMlNet;

/// <summary>Finds the split of a feature that explains most of the targets' variance. Used by one thread.</summary>
/// <param name="targets">float32 [targets][rows].</param>
/// <param name="minimumLeafRows">The smallest number of different rows on each side.</param>
internal sealed class SplitSearch(float[][] targets, int minimumLeafRows)
{
    private const int Bins = 256;

    private readonly int[] counts = new int[Bins];
    private readonly double[] binWeights = new double[Bins];
    private readonly double[] sums = new double[Bins * targets.Length];
    private readonly double[] left = new double[targets.Length];
    private readonly byte[] used = new byte[Bins];

    /// <summary>Returns the sums of the targets over rows.</summary>
    public Description Describe(ReadOnlySpan<int> rows, int[] weights)
    {
        var totals = new double[targets.Length];
        double weight = 0;
        double squares = 0;
        foreach (var row in rows)
        {
            weight += weights[row];
            for (var target = 0; target < totals.Length; target++)
            {
                double value = targets[target][row];
                totals[target] += weights[row] * value;
                squares += weights[row] * value * value;
            }
        }

        return new(weight, totals, squares);
    }

    /// <summary>Returns the best split of a feature, if it explains more than <paramref name="least"/>.</summary>
    /// <param name="codes">The bins of the feature: [rows of the data].</param>
    /// <param name="rows">The rows of the node.</param>
    /// <param name="weights">The number of times that each row was drawn: [rows of the data].</param>
    /// <param name="node">The sums over the node's rows.</param>
    /// <param name="least">The sum of squares that the best split so far explains.</param>
    public (byte LastBin, double Explained)? Best(
        byte[] codes,
        ReadOnlySpan<int> rows,
        int[] weights,
        Description node,
        double least
    )
    {
        var bins = Fill(codes, rows, weights);
        (byte, double)? best = null;
        double weight = 0;
        var count = 0;
        Array.Clear(left);
        for (var i = 0; i < bins.Length - 1; i++)
        {
            var bin = bins[i];
            count += counts[bin];
            weight += binWeights[bin];
            for (var target = 0; target < left.Length; target++)
            {
                left[target] += sums[(bin * left.Length) + target];
            }

            if (count < minimumLeafRows || rows.Length - count < minimumLeafRows)
            {
                continue;
            }

            var explained = Explained(weight, node);
            if (explained > least)
            {
                least = explained;
                best = ((byte)((bin + bins[i + 1]) / 2), explained);
            }
        }

        Empty(bins);
        return best;
    }

    /// <summary>Adds up the rows in each bin, and returns the bins with rows in ascending order.</summary>
    private ReadOnlySpan<byte> Fill(byte[] codes, ReadOnlySpan<int> rows, int[] weights)
    {
        var usedCount = 0;
        foreach (var row in rows)
        {
            var bin = codes[row];
            if (counts[bin]++ == 0)
            {
                used[usedCount++] = bin;
            }

            binWeights[bin] += weights[row];
            for (var target = 0; target < targets.Length; target++)
            {
                sums[(bin * targets.Length) + target] += weights[row] * targets[target][row];
            }
        }

        var bins = used.AsSpan(0, usedCount);
        bins.Sort();
        return bins;
    }

    private void Empty(ReadOnlySpan<byte> bins)
    {
        foreach (var bin in bins)
        {
            counts[bin] = 0;
            binWeights[bin] = 0;
            sums.AsSpan(bin * targets.Length, targets.Length).Clear();
        }
    }

    /// <summary>Returns the sum over both sides and all targets of (sum of the target)^2 / weight.</summary>
    private double Explained(double weight, Description node)
    {
        double explained = 0;
        for (var target = 0; target < left.Length; target++)
        {
            var right = node.Totals[target] - left[target];
            explained += (left[target] * left[target] / weight) + (right * right / (node.Weight - weight));
        }

        return explained;
    }

    /// <summary>The sums over the rows of a node.</summary>
    /// <param name="Weight">The number of drawn rows.</param>
    /// <param name="Totals">The sum of each target: [targets].</param>
    /// <param name="Squares">The sum of the squares of all targets.</param>
    public readonly record struct Description(double Weight, double[] Totals, double Squares)
    {
        /// <summary>Gets the means of the targets.</summary>
        public IEnumerable<float> Means => Array.ConvertAll(Totals, Mean);

        /// <summary>Gets the part of <see cref="Squares"/> that the means explain.</summary>
        public double Explained => Totals.Sum(total => total * total) / Weight;

        /// <summary>Gets the sum of the squared differences from the means.</summary>
        public double Impurity => Squares - Explained;

        private float Mean(double total) => (float)(total / Weight);
    }
}
