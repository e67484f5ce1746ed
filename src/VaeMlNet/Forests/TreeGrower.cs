namespace VaeMlNet;

/// <summary>Grows one tree of a random forest. Used by one thread.</summary>
/// <param name="codes">The bins of the features: [features][rows].</param>
/// <param name="targets">float32 [targets][rows].</param>
/// <param name="options">The size of the tree.</param>
/// <param name="random">Draws the rows of the tree and the features of each split.</param>
internal sealed class TreeGrower(byte[][] codes, float[][] targets, ForestOptions options, Random random)
{
    /// <summary>An impurity below this share of the root's is rounding.</summary>
    private const double Rounding = 1e-10;

    private readonly List<DecisionTree.Node> nodes = [];
    private readonly List<float> means = [];
    private readonly int[] features = [.. Enumerable.Range(0, codes.Length)];
    private readonly SplitSearch search = new(targets, options.MinimumLeafRows);
    private readonly int tried = options.TriedFeatures(codes.Length);
    private double pure;

    /// <summary>Draws as many rows as there are, with replacement, and splits them until the leaves are pure or small.</summary>
    public DecisionTree Grow(int[] training)
    {
        var weights = new int[training.Max() + 1];
        for (var i = 0; i < training.Length; i++)
        {
            weights[training[random.Next(training.Length)]]++;
        }

        int[] rows = [.. training.Where(row => weights[row] > 0)];
        pure = Rounding * search.Describe(rows, weights).Impurity;
        var waiting = new Stack<(int Node, int Start, int End, int Depth)>();
        nodes.Add(default);
        waiting.Push((0, 0, rows.Length, 0));
        while (waiting.TryPop(out var place))
        {
            var some = rows.AsSpan(place.Start, place.End - place.Start);
            if (place.Depth == options.MaximumDepth || FindSplit(some, weights) is not { } split)
            {
                nodes[place.Node] = new(-1, 0, means.Count);
                means.AddRange(search.Describe(some, weights).Means);
                continue;
            }

            var middle = place.Start + Partition(some, codes[split.Feature], split.LastBin);
            nodes[place.Node] = split with { Left = nodes.Count };
            waiting.Push((nodes.Count, place.Start, middle, place.Depth + 1));
            waiting.Push((nodes.Count + 1, middle, place.End, place.Depth + 1));
            nodes.Add(default);
            nodes.Add(default);
        }

        return new([.. nodes], [.. means]);
    }

    /// <summary>
    /// Returns the best split of some features drawn at random; if these allow none, of the first other feature that does.
    /// </summary>
    private DecisionTree.Node? FindSplit(ReadOnlySpan<int> rows, int[] weights)
    {
        if (rows.Length < 2 * options.MinimumLeafRows)
        {
            return null;
        }

        var node = search.Describe(rows, weights);
        if (node.Impurity <= pure)
        {
            return null;
        }

        search.Begin(rows, weights);
        DecisionTree.Node? best = null;
        var largest = node.Explained + pure;
        for (var i = 0; i < features.Length && (i < tried || best is null); i++)
        {
            var drawn = random.Next(i, features.Length);
            (features[i], features[drawn]) = (features[drawn], features[i]);
            if (search.Best(codes[features[i]], rows, node, largest) is { } found)
            {
                best = new(features[i], found.LastBin, 0);
                largest = found.Explained;
            }
        }

        return best;
    }

    /// <summary>Moves the rows of the left child to the front, and returns their number.</summary>
    private static int Partition(Span<int> rows, byte[] codes, byte lastBin)
    {
        var left = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (codes[rows[i]] <= lastBin)
            {
                (rows[left], rows[i]) = (rows[i], rows[left]);
                left++;
            }
        }

        return left;
    }
}
