namespace VaeMlNet.Baselines;

/// <summary>
/// An Isolation Forest: trees that split samples of 256 rows at random until rows are alone. Anomalies are alone after few splits.
/// </summary>
/// <remarks>
/// The score is 2 to the power of minus the depth, in units of the expected one (Liu, Ting &amp; Zhou 2008, eq. 2). Each split on the way of a row
/// makes it more or less alone than the rows at the split are on average. This is the part of the split's feature in the logarithm of the
/// score (Palczewska et al. 2014); the score above that of the average depth is divided in the same proportions. Thread safety: immutable.
/// </remarks>
internal sealed class IsolationForest : FittedBaseline
{
    private const int TreeCount = 100;
    private const int LargestSample = 256;

    private readonly double expectedDepth;
    private readonly int width;

    private IsolationForest(IsolationNode[] trees, int levelCount, double expectedDepth, int width)
    {
        Trees = trees;
        LevelCount = levelCount;
        this.expectedDepth = expectedDepth;
        this.width = width;
        Constant = Math.Pow(2, -trees.Average(tree => tree.MeanDepth) / expectedDepth);
    }

    public static AnomalyBaseline Baseline { get; } =
        new(
            "iforest",
            "an Isolation Forest of 100 trees, each grown from 256 rows (Liu, Ting & Zhou 2008)",
            (training, seed, cancellationToken) => Fit(training, new Random(seed), cancellationToken)
        )
        {
            IsRandom = true,
        };

    /// <summary>Gets the roots of the trees.</summary>
    public IReadOnlyList<IsolationNode> Trees { get; }

    /// <summary>Gets the largest number of splits on the way of a row through a tree.</summary>
    public int LevelCount { get; }

    /// <summary>Gets the score of a row of average depth.</summary>
    public override double Constant { get; }

    /// <summary>Fits a forest of 100 trees.</summary>
    /// <param name="training">The training rows, all of the same width. At least 2. Their order stays.</param>
    /// <param name="random">Draws samples, features and thresholds.</param>
    /// <param name="cancellationToken">Checked before each tree.</param>
    public static IsolationForest Fit(double[][] training, Random random, CancellationToken cancellationToken = default)
    {
        double[][] rows = [.. training];
        var size = Math.Min(LargestSample, rows.Length);
        var depth = (int)Math.Ceiling(Math.Log2(size));
        var trees = new IsolationNode[TreeCount];
        for (var i = 0; i < trees.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            random.Shuffle(rows);
            trees[i] = Grow(rows.AsSpan(0, size), depth, random);
        }

        return new(trees, depth, ExpectedDepth(size), training[0].Length);
    }

    /// <summary>Returns the score of a row, above 0 and up to 1; 0.5 is usual for rows that are not alone early.</summary>
    public override double Score(double[] row) => Math.Pow(2, -Trees.Average(tree => Depth(tree, row)) / expectedDepth);

    public override double[] Contributions(double[] row)
    {
        var logarithms = new double[width];
        foreach (var tree in Trees)
        {
            for (var node = tree; node.Left is not null; )
            {
                var next = node.Next(row);
                logarithms[node.Feature] += LogarithmOf(node, next);
                node = next;
            }
        }

        var logarithm = logarithms.Sum();
        var slope = logarithm == 0 ? Constant * Math.Log(2) : Constant * (Math.Pow(2, logarithm) - 1) / logarithm;
        return Array.ConvertAll(logarithms, part => part * slope);
    }

    /// <summary>Returns by how much a split raises the logarithm of the score to base 2.</summary>
    public double LogarithmOf(IsolationNode split, IsolationNode next) =>
        (split.MeanDepth - 1 - next.MeanDepth) / (Trees.Count * expectedDepth);

    private static double Depth(IsolationNode node, double[] row)
    {
        var depth = 0;
        for (; node.Left is not null; depth++)
        {
            node = node.Next(row);
        }

        return depth + node.MeanDepth;
    }

    private static IsolationNode Grow(Span<double[]> rows, int depthLeft, Random random)
    {
        if (depthLeft == 0 || rows.Length <= 1 || DrawSplit(rows, random) is not var (feature, threshold))
        {
            return new(rows.Length, ExpectedDepth(rows.Length));
        }

        var leftCount = Partition(rows, feature, threshold);
        var left = Grow(rows[..leftCount], depthLeft - 1, random);
        var right = Grow(rows[leftCount..], depthLeft - 1, random);
        var below = ((left.RowCount * left.MeanDepth) + (right.RowCount * right.MeanDepth)) / rows.Length;
        return new(rows.Length, below + 1, feature, threshold, left, right);
    }

    /// <summary>Draws a feature that varies among the rows, and a threshold in its range; null if none varies.</summary>
    private static (int Feature, double Threshold)? DrawSplit(ReadOnlySpan<double[]> rows, Random random)
    {
        int[] features = [.. Enumerable.Range(0, rows[0].Length)];
        for (var left = features.Length; left > 0; left--)
        {
            var drawn = random.Next(left);
            var feature = features[drawn];
            features[drawn] = features[left - 1];
            var (low, high) = Range(rows, feature);
            if (low < high)
            {
                var threshold = low + (random.NextDouble() * (high - low));
                return (feature, threshold < high ? threshold : low);
            }
        }

        return null;
    }

    private static (double Low, double High) Range(ReadOnlySpan<double[]> rows, int feature)
    {
        var (low, high) = (rows[0][feature], rows[0][feature]);
        foreach (var row in rows)
        {
            low = Math.Min(low, row[feature]);
            high = Math.Max(high, row[feature]);
        }

        return (low, high);
    }

    /// <summary>Moves the rows up to the threshold to the front, and returns their number.</summary>
    private static int Partition(Span<double[]> rows, int feature, double threshold)
    {
        var count = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i][feature] <= threshold)
            {
                (rows[i], rows[count]) = (rows[count], rows[i]);
                count++;
            }
        }

        return count;
    }

    /// <summary>Returns the mean depth of an unsuccessful search in a binary search tree of some rows.</summary>
    private static double ExpectedDepth(int rowCount)
    {
        const double euler = 0.5772156649015329;
        return rowCount <= 1 ? 0
            : rowCount == 2 ? 1
            : (2 * (Math.Log(rowCount - 1) + euler)) - (2.0 * (rowCount - 1) / rowCount);
    }
}

/// <summary>A split of a tree, or a leaf without children.</summary>
/// <param name="RowCount">The number of rows of the sample.</param>
/// <param name="MeanDepth">The mean depth of these rows below the node; of the rows of a leaf, the expected one.</param>
/// <param name="Feature">The feature of a split.</param>
/// <param name="Threshold">The largest value of the feature that goes to the left.</param>
/// <param name="Left">The node below on the left; null for a leaf.</param>
/// <param name="Right">The node below on the right; null for a leaf.</param>
internal sealed record IsolationNode(
    int RowCount,
    double MeanDepth,
    int Feature = 0,
    double Threshold = 0,
    IsolationNode? Left = null,
    IsolationNode? Right = null
)
{
    /// <summary>Returns the node below a split that a row comes to.</summary>
    public IsolationNode Next(double[] row) => row[Feature] <= Threshold ? Left! : Right!;
}
