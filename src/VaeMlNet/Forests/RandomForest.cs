namespace VaeMlNet;

/// <summary>A random forest: the mean of decision trees, each fitted to rows drawn with replacement.</summary>
/// <remarks>
/// The targets are vectors: a number for a regression, 0 or 1 for two classes, and one slot for each of more classes. Splits
/// reduce the targets' variance, which for classes is the Gini impurity. Source: Breiman 2001. The same rows and seed give the
/// same forest, whatever the number of threads. Thread safety: immutable.
/// </remarks>
internal sealed class RandomForest
{
    private readonly DecisionTree[] trees;
    private readonly int targetCount;

    private RandomForest(DecisionTree[] trees, int targetCount)
    {
        this.trees = trees;
        this.targetCount = targetCount;
    }

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
                    foreach (var tree in trees)
                    {
                        sum += tree.Predict(codes, rows[i], target);
                    }

                    estimates[target][i] = (float)(sum / trees.Length);
                }
            }
        );
        return estimates;
    }
}
