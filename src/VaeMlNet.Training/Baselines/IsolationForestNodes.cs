using VaeMlNet.Baselines;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>
/// Adds an Isolation Forest. A row goes down all trees at the same time, level by level: node q of a level has the nodes 2q and 2q + 1 below it. A leaf
/// above the last level has only equal leaves below it.
/// </summary>
internal static class IsolationForestNodes
{
    // Below it, the series of (2^u - 1) / u up to the fourth power is more exact than the division.
    private const float SmallLogarithm = 0.05f;

    /// <summary>Adds the contributions without the constant part: [N, S].</summary>
    public static OnnxValue Add(BaselineCells cells, IsolationForest method)
    {
        var graph = cells.Graph;
        var features = cells.EncodedFeatures;
        var x = cells.AddFeatures(); // [N, F]
        Path[] level = [.. method.Trees.Select(tree => new Path(tree, new double[cells.RawWidth]))];
        long[] roots = [.. Enumerable.Range(0, level.Length).Select(tree => (long)tree)];
        NodeValue? nodes = null; // int64 [N, T]
        for (var i = 0; i < method.LevelCount; i++)
        {
            long[] split = [.. level.Select(path => (long)Math.Max(0, Array.IndexOf(features, path.Node.Feature)))];
            float[] thresholds = [.. level.Select(path => LargestAtMost(path.Node.Threshold))];
            var thresholdOf = graph.AddInitializer($"forest.thresholds_{i}", thresholds, thresholds.Length);
            var featureOf = graph.AddInitializer($"forest.features_{i}", split, split.Length);
            var values = nodes is null
                ? x.Gather(featureOf, 1)
                : x.GatherElements(graph.AddNode("Gather", [featureOf, nodes]), 1); // [N, T]
            var limits = nodes is null ? thresholdOf : graph.AddNode("Gather", [thresholdOf, nodes]);
            var isRight = (values > limits).To(OnnxElementType.Int64);
            nodes ??= new(graph, graph.AddInitializer("forest.roots", roots, roots.Length));
            nodes = (nodes * graph.AddIndices(2)) + isRight;
            level = [.. level.SelectMany(path => path.Below(method, cells))];
        }

        float[] leaves = [.. level.SelectMany(path => path.Logarithms).Select(value => (float)value)];
        var ofLeaves = x.AddConstant("forest.leaves", leaves, level.Length, cells.RawWidth).Gather(nodes!, 0); // [N, T, S]
        var logarithms = ofLeaves.Sum(keeps: false); // [N, S]
        return logarithms * AddSlope(logarithms.Sum(), method.Constant);
    }

    /// <summary>Adds constant (2^u - 1) / u, by which a part of the logarithm u becomes a part of the score: [N, 1] -> [N, 1].</summary>
    private static NodeValue AddSlope(NodeValue logarithm, double constant)
    {
        var y = logarithm * (float)Math.Log(2); // 2^u = e^y
        var isSmall = y.Abs() < SmallLogarithm;
        var divisor = isSmall.Where(1, y);
        var quotient = (divisor.Exp() - 1) / divisor;
        NodeValue series = new(y.Graph, y.Graph.AddScalar(1 / 120f));
        foreach (var coefficient in (float[])[1 / 24f, 1 / 6f, 1 / 2f, 1])
        {
            series = (series * y) + coefficient;
        }

        return isSmall.Where(series, quotient) * (float)(constant * Math.Log(2));
    }

    // Of float32 numbers, the same are at most this one.
    private static float LargestAtMost(double threshold) =>
        (float)threshold > threshold ? MathF.BitDecrement((float)threshold) : (float)threshold;

    /// <summary>A node, and the parts of the columns in the logarithm of the score of the rows that come to it: [S].</summary>
    private sealed record Path(IsolationNode Node, double[] Logarithms)
    {
        public Path[] Below(IsolationForest forest, BaselineCells cells) =>
            Node.Left is null ? [this, this] : [Next(forest, cells, Node.Left), Next(forest, cells, Node.Right!)];

        private Path Next(IsolationForest forest, BaselineCells cells, IsolationNode next)
        {
            double[] logarithms = [.. Logarithms];
            logarithms[cells.RawSlotOf(Node.Feature)] += forest.LogarithmOf(Node, next);
            return new(next, logarithms);
        }
    }
}
