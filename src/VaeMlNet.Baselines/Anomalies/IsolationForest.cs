namespace VaeMlNet.Baselines;

/// <summary>
/// An Isolation Forest: trees that split samples of 256 rows at random until rows are alone. Anomalies are alone after few splits.
/// </summary>
/// <remarks>Source: Liu, Ting &amp; Zhou 2008. Thread safety: immutable.</remarks>
internal sealed class IsolationForest
{
    private const int TreeCount = 100;
    private const int LargestSample = 256;

    private readonly Node[] trees;
    private readonly double expectedDepth;

    private IsolationForest(Node[] trees, double expectedDepth)
    {
        this.trees = trees;
        this.expectedDepth = expectedDepth;
    }

    /// <summary>Fits a forest of 100 trees.</summary>
    /// <param name="training">The training rows, all of the same width. At least 2. Their order stays.</param>
    /// <param name="random">Draws samples, features and thresholds.</param>
    /// <param name="cancellationToken">Checked before each tree.</param>
    public static IsolationForest Fit(double[][] training, Random random, CancellationToken cancellationToken = default)
    {
        double[][] rows = [.. training];
        var size = Math.Min(LargestSample, rows.Length);
        var depth = (int)Math.Ceiling(Math.Log2(size));
        var trees = new Node[TreeCount];
        for (var i = 0; i < trees.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            random.Shuffle(rows);
            trees[i] = Grow(rows.AsSpan(0, size), depth, random);
        }

        return new(trees, ExpectedDepth(size));
    }

    /// <summary>Returns the score of a row, above 0 and up to 1; 0.5 is usual for rows that are not alone early.</summary>
    public double Score(ReadOnlySpan<double> row)
    {
        double depth = 0;
        foreach (var tree in trees)
        {
            depth += Depth(tree, row);
        }

        return Math.Pow(2, -depth / (trees.Length * expectedDepth));
    }

    private static double Depth(Node node, ReadOnlySpan<double> row)
    {
        var depth = 0;
        for (; node.Left is not null; depth++)
        {
            node = row[node.Feature] <= node.Threshold ? node.Left : node.Right!;
        }

        return depth + ExpectedDepth(node.RowCount);
    }

    private static Node Grow(Span<double[]> rows, int depthLeft, Random random)
    {
        if (depthLeft == 0 || rows.Length <= 1 || DrawSplit(rows, random) is not var (feature, threshold))
        {
            return new(rows.Length);
        }

        var leftCount = Partition(rows, feature, threshold);
        return new(
            rows.Length,
            feature,
            threshold,
            Grow(rows[..leftCount], depthLeft - 1, random),
            Grow(rows[leftCount..], depthLeft - 1, random)
        );
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

    /// <summary>A split, or a leaf without children.</summary>
    private sealed record Node(
        int RowCount,
        int Feature = 0,
        double Threshold = 0,
        Node? Left = null,
        Node? Right = null
    );
}

/// <summary>Scores a row by an <see cref="IsolationForest"/>.</summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed class IsolationForestBaseline : AnomalyBaseline
{
    /// <inheritdoc />
    public override string Name => "iforest";

    /// <inheritdoc />
    public override string Description =>
        "an Isolation Forest of 100 trees, each grown from 256 rows (Liu, Ting & Zhou 2008)";

    /// <inheritdoc />
    public override bool IsRandom => true;

    /// <inheritdoc />
    public override Func<double[], double> Fit(
        double[][] training,
        int seed,
        CancellationToken cancellationToken = default
    )
    {
        var forest = IsolationForest.Fit(training, new Random(seed), cancellationToken);
        return row => forest.Score(row);
    }
}
