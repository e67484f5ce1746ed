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
        OnnxValue? nodes = null; // int64 [N, T]
        for (var i = 0; i < method.LevelCount; i++)
        {
            long[] split = [.. level.Select(path => (long)Math.Max(0, Array.IndexOf(features, path.Node.Feature)))];
            float[] thresholds = [.. level.Select(path => LargestAtMost(path.Node.Threshold))];
            var thresholdOf = graph.AddInitializer($"forest.thresholds_{i}", thresholds, thresholds.Length);
            var featureOf = graph.AddInitializer($"forest.features_{i}", split, split.Length);
            var values = nodes is null
                ? graph.AddNode("Gather", [x, featureOf], OnnxAttribute.Integer("axis", 1))
                : graph.AddNode(
                    "GatherElements",
                    [x, graph.AddNode("Gather", [featureOf, nodes])],
                    OnnxAttribute.Integer("axis", 1)
                ); // [N, T]
            var limits = nodes is null ? thresholdOf : graph.AddNode("Gather", [thresholdOf, nodes]);
            var isRight = graph.AddCast(graph.AddNode("Greater", [values, limits]), OnnxElementType.Int64);
            nodes ??= graph.AddInitializer("forest.roots", roots, roots.Length);
            nodes = graph.AddNode("Add", [graph.AddNode("Mul", [nodes, graph.AddIndices(2)]), isRight]);
            level = [.. level.SelectMany(path => path.Below(method, cells))];
        }

        float[] leaves = [.. level.SelectMany(path => path.Logarithms).Select(value => (float)value)];
        var ofLeaves = graph.AddInitializer("forest.leaves", leaves, level.Length, cells.RawWidth);
        var ofTrees = graph.AddNode("Gather", [ofLeaves, nodes!], OnnxAttribute.Integer("axis", 0)); // [N, T, S]
        var logarithms = MatrixNodes.AddSum(graph, ofTrees, keeps: false); // [N, S]
        return graph.AddNode(
            "Mul",
            [logarithms, AddSlope(graph, MatrixNodes.AddSum(graph, logarithms), method.Constant)]
        );
    }

    /// <summary>Adds constant (2^u - 1) / u, by which a part of the logarithm u becomes a part of the score: [N, 1] -> [N, 1].</summary>
    private static OnnxValue AddSlope(OnnxGraphBuilder graph, OnnxValue logarithm, double constant)
    {
        var y = graph.AddNode("Mul", [logarithm, graph.AddScalar((float)Math.Log(2))]); // 2^u = e^y
        var isSmall = graph.AddNode("Less", [graph.AddNode("Abs", [y]), graph.AddScalar(SmallLogarithm)]);
        var divisor = graph.AddNode("Where", [isSmall, graph.AddScalar(1), y]);
        var quotient = graph.AddNode(
            "Div",
            [graph.AddNode("Sub", [graph.AddNode("Exp", [divisor]), graph.AddScalar(1)]), divisor]
        );
        var series = graph.AddScalar(1 / 120f);
        foreach (var coefficient in (float[])[1 / 24f, 1 / 6f, 1 / 2f, 1])
        {
            series = graph.AddNode("Add", [graph.AddNode("Mul", [series, y]), graph.AddScalar(coefficient)]);
        }

        var slope = graph.AddNode("Where", [isSmall, series, quotient]);
        return graph.AddNode("Mul", [slope, graph.AddScalar((float)(constant * Math.Log(2)))]);
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
