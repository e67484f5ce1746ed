namespace VaeMlNet;

/// <summary>A random forest: the mean of decision trees, each fitted to rows drawn with replacement.</summary>
/// <remarks>
/// The targets are vectors: a number for a regression, 0 or 1 for two classes, and one slot for each of more classes. Splits
/// reduce the targets' variance, which for classes is the Gini impurity. Source: Breiman 2001. The same rows and seed give the
/// same forest, whatever the number of threads. Thread safety: immutable.
/// </remarks>
internal sealed class RandomForest
{
    private readonly int targetCount;

    private RandomForest(DecisionTree[] trees, int targetCount)
    {
        Trees = trees;
        this.targetCount = targetCount;
    }

    public DecisionTree[] Trees { get; }

    /// <summary>Fits a forest.</summary>
    /// <param name="codes">The bins of the features: [features][rows].</param>
    /// <param name="targets">float32 [targets][rows].</param>
    /// <param name="training">The rows to learn from; at least one.</param>
    /// <param name="options">The size of the forest.</param>
    /// <param name="seed">The seed of the drawn rows and features.</param>
    public static RandomForest Fit(byte[][] codes, float[][] targets, int[] training, ForestOptions options, int seed)
    {
        var random = new Random(seed);
        int[] seeds = [.. Enumerable.Range(0, options.TreeCount).Select(_ => random.Next())];
        var trees = new DecisionTree[options.TreeCount];
        Parallel.For(
            0,
            trees.Length,
            i => trees[i] = new TreeGrower(codes, targets, options, new Random(seeds[i])).Grow(training)
        );
        return new(trees, targets.Length);
    }

    /// <summary>Returns the forest's estimates of the targets: float32 [targets][rows].</summary>
    /// <param name="codes">The bins of the features: [features][rows of the data].</param>
    /// <param name="rows">The rows to predict.</param>
    public float[][] Predict(byte[][] codes, int[] rows)
    {
        var estimates = new float[targetCount][];
        Array.ForEach([.. Enumerable.Range(0, targetCount)], target => estimates[target] = new float[rows.Length]);
        Parallel.For(
            0,
            rows.Length,
            i =>
            {
                for (var target = 0; target < targetCount; target++)
                {
                    double sum = 0;
                    foreach (var tree in Trees)
                    {
                        sum += tree.Predict(codes, rows[i], target);
                    }

                    estimates[target][i] = (float)(sum / Trees.Length);
                }
            }
        );
        return estimates;
    }
}

/// <summary>A binary tree of splits on the bins of features. Thread safety: immutable.</summary>
/// <param name="nodes">The nodes; the root is the first.</param>
/// <param name="means">The means of the targets in the leaves: [leaves * targets].</param>
internal sealed class DecisionTree(DecisionTree.Node[] nodes, float[] means)
{
    /// <summary>Gets the nodes; the root is the first.</summary>
    public IReadOnlyList<Node> Nodes => nodes;

    /// <summary>Gets the means of the targets in the leaves: [leaves * targets].</summary>
    public IReadOnlyList<float> Means => means;

    /// <summary>Returns the tree's estimate of one target.</summary>
    /// <param name="codes">The bins of the features: [features][rows].</param>
    /// <param name="row">The row.</param>
    /// <param name="target">The index of the target.</param>
    public float Predict(byte[][] codes, int row, int target)
    {
        var node = nodes[0];
        while (node.Feature >= 0)
        {
            node = nodes[codes[node.Feature][row] <= node.LastBin ? node.Left : node.Left + 1];
        }

        return means[node.Left + target];
    }

    /// <summary>A split, or a leaf.</summary>
    /// <param name="Feature">The feature that is compared; -1 in a leaf.</param>
    /// <param name="LastBin">The last bin whose rows go to the left child.</param>
    /// <param name="Left">
    /// The index of the left child, which the right child follows; in a leaf, the index of its first mean.
    /// </param>
    public readonly record struct Node(int Feature, byte LastBin, int Left);
}

/// <summary>The size of a random forest and of its trees.</summary>
/// <param name="TreeCount">The number of trees.</param>
/// <param name="MinimumLeafRows">The smallest number of different training rows in a leaf.</param>
/// <param name="FeatureShare">
/// The share of the features that are tried at each split, above 0 and up to 1; null tries the square root of their number.
/// </param>
/// <param name="MaximumDepth">The most splits above a leaf; null for any number.</param>
internal sealed record ForestOptions(
    int TreeCount,
    int MinimumLeafRows,
    double? FeatureShare = null,
    int? MaximumDepth = null
)
{
    /// <summary>Returns the number of features that are tried at each split.</summary>
    public int TriedFeatures(int features) =>
        Math.Max(1, (int)(FeatureShare is { } share ? share * features : Math.Sqrt(features)));
}
