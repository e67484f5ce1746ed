using System.Runtime.InteropServices;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Estimates the cells of a row by random forests, one for each column, that read all other cells, of which any may be missing (Stekhoven &amp;
/// Bühlmann 2012 use such forests in rounds).
/// </summary>
/// <remarks>
/// The trees compare observed cells as they are, and a missing cell is less than any number. They never read estimates, whose last digits differ
/// from runtime to runtime and could lead to other leaves. Checkpoints contain it. Thread safety: immutable. Equality
/// compares the lists by reference.
/// </remarks>
internal sealed record TreeImputation
{
    // A row takes about 100 bytes for each slot of each tree on its way.
    private const int RowsPerBlock = 256;

    /// <summary>Gets the number of trees of each column.</summary>
    public required int TreeCount { get; init; }

    /// <summary>Gets the most splits above a leaf.</summary>
    public required int Depth { get; init; }

    /// <summary>Gets the node that is the root of each tree, as int32: the first trees of all columns, then the second trees.</summary>
    public required byte[] Roots { get; init; }

    /// <summary>Gets the slot that each node compares, as int32. The nodes of a tree follow each other.</summary>
    public required byte[] Features { get; init; }

    /// <summary>Gets the largest value, as float32, whose rows go to the first of the two nodes below.</summary>
    public required byte[] Thresholds { get; init; }

    /// <summary>Gets the first of the two nodes below each node, as int32, which the second one follows; of a leaf itself.</summary>
    public required byte[] Below { get; init; }

    /// <summary>Gets the slots of coded columns, whose values have a utility each (<see cref="CodedSlot.Utility"/>): the slot of each value; empty for none.</summary>
    public IReadOnlyList<int> CodeSlots { get; init; } = [];

    /// <summary>Gets the value of each of <see cref="CodeSlots"/>.</summary>
    public IReadOnlyList<float> CodeValues { get; init; } = [];

    /// <summary>
    /// Gets the means of the leaves as float32: for each tree, and each slot and then each code of its column, a value for each node of the tree.
    /// </summary>
    public required byte[] Means { get; init; }

    /// <summary>Gets the numbers of codes of the coded slots, and these.</summary>
    private IEnumerable<IGrouping<int, int>> CodesOfSlots => CodeSlots.GroupBy(slot => slot);

    /// <summary>Adds the estimates of all slots to a graph, [N, S], and the best value of each coded slot, [N, G]; null for none.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="slots">The slots of the table.</param>
    /// <param name="cells">The cells of rows as <see cref="LinearSlots"/> orders them, [N, S], and whether they are observed.</param>
    public (OnnxValue Means, OnnxValue? Codes) AddEstimates(
        OnnxGraphBuilder graph,
        LinearSlots slots,
        (NodeValue Values, NodeValue Observed) cells
    )
    {
        var x = cells.Observed.Where(cells.Values, float.MinValue);
        var (allFeatures, allThresholds, allBelow) = (Integers(Features), Numbers(Thresholds), Integers(Below));
        var (features, thresholds, below) = (
            AddVector("features", allFeatures),
            AddNumbers("thresholds", allThresholds),
            AddVector("below", allBelow)
        );
        var roots = Integers(Roots);
        var values = x.Gather(graph.AddIndices([.. roots.Select(root => allFeatures[root])]), 1); // [N, T]
        var limits = AddNumbers("root_thresholds", [.. roots.Select(root => allThresholds[root])]);
        var first = AddVector("root_below", [.. roots.Select(root => allBelow[root])]);
        var nodes = Next(first, values, limits);
        for (var level = 1; level < Depth; level++)
        {
            values = x.GatherElements(features.Gather(nodes, 0), 1);
            nodes = Next(below.Gather(nodes, 0), values, thresholds.Gather(nodes, 0));
        }

        var (trees, offsets) = PlacesOfMeans(slots);
        var places = nodes.Gather(graph.AddIndices(trees), 1) + AddVector("offsets", offsets);
        var means = AddNumbers("means", Numbers(Means))
            .Gather(places, 0)
            .Reshape(-1, TreeCount, slots.Count + CodeSlots.Count);
        var estimates = graph.AddNode(
            "ReduceMean",
            [means],
            OnnxAttribute.Integers("axes", 1),
            OnnxAttribute.Integer("keepdims", 0)
        );
        if (CodeSlots.Count == 0)
        {
            return (estimates, null);
        }

        long[] counts = [.. CodesOfSlots.Select(codes => (long)codes.Count())];
        var best = new GroupNodes(graph, counts).AddPerGroup(
            MatrixNodes.AddColumns(graph, estimates, slots.Count, CodeSlots.Count),
            group => graph.AddNode("ArgMax", [group], OnnxAttribute.Integer("axis", -1))
        ); // [N, G]
        long[] firsts = [.. counts.Select((_, slot) => counts.Take(slot).Sum())];
        var codeValues = x.AddConstant("imputer.codes", [.. CodeValues], CodeValues.Count);
        return (
            MatrixNodes.AddColumns(graph, estimates, 0, slots.Count),
            codeValues.Gather(new NodeValue(graph, best) + graph.AddIndices(firsts), 0)
        );

        NodeValue AddVector(string name, long[] numbers) =>
            new(graph, graph.AddInitializer($"imputer.tree_{name}", numbers, numbers.Length));
        NodeValue AddNumbers(string name, float[] numbers) =>
            x.AddConstant($"imputer.tree_{name}", numbers, numbers.Length);
        static NodeValue Next(NodeValue first, NodeValue values, NodeValue limits) =>
            first + (values > limits).To(OnnxElementType.Int64);
    }

    /// <summary>Computes the estimates of all slots, and the utility of each code, [n, C].</summary>
    /// <param name="slots">The slots of the table.</param>
    /// <param name="cells">The cells, [n, S], and whether they are observed, bool [n, S].</param>
    /// <returns>The slots in the units of their columns, [n, S], in the caller's dispose scope.</returns>
    public (Tensor Means, Tensor Utilities) Estimate(LinearSlots slots, (Tensor Values, Tensor Observed) cells)
    {
        using var scope = NewDisposeScope();
        var x = where(cells.Observed, cells.Values, tensor(float.MinValue));
        var estimates = EstimateAll(slots, x);
        return (
            estimates.narrow(1, 0, slots.Count).MoveToOuterDisposeScope(),
            estimates.narrow(1, slots.Count, CodeSlots.Count).MoveToOuterDisposeScope()
        );
    }

    /// <summary>Returns the best value of each coded slot, [n, G], in the caller's dispose scope.</summary>
    /// <param name="utilities">The utility of each code, [n, C].</param>
    public Tensor BestCodes(Tensor utilities)
    {
        using var scope = NewDisposeScope();
        var first = 0;
        List<Tensor> codes = [utilities.narrow(1, 0, 0)];
        foreach (var count in CodesOfSlots.Select(ofSlot => ofSlot.Count()))
        {
            var best = utilities.narrow(1, first, count).argmax(1, keepdim: true);
            codes.Add(tensor(CodeValues.Skip(first).Take(count).ToArray()).take(best));
            first += count;
        }

        return cat(codes, 1).MoveToOuterDisposeScope();
    }

    /// <summary>Returns the mean of the trees for each slot, and the utility of each code, [n, S + codes].</summary>
    private Tensor EstimateAll(LinearSlots slots, Tensor x)
    {
        var (features, thresholds, below) = (
            Copy(Features, int32).to(int64),
            Copy(Thresholds, float32),
            Copy(Below, int32).to(int64)
        );
        var roots = Copy(Roots, int32).to(int64).unsqueeze(0); // [1, T]
        var (trees, offsets) = PlacesOfMeans(slots);
        var (treesOfPlaces, offsetsOfPlaces, means) = (tensor(trees), tensor(offsets), Copy(Means, float32));
        List<Tensor> blocks = [];
        foreach (var rows in x.split(RowsPerBlock))
        {
            using var scope = NewDisposeScope();
            var nodes = roots.expand(rows.shape[0], -1); // [n, T]
            for (var level = 0; level < Depth; level++)
            {
                var isSecond = rows.gather(1, features.take(nodes)).gt(thresholds.take(nodes));
                nodes = below.take(nodes).Plus(isSecond.to(int64));
            }

            var ofTrees = means.take(nodes.index_select(1, treesOfPlaces).Plus(offsetsOfPlaces));
            blocks.Add(ofTrees.view(-1, TreeCount, slots.Count + CodeSlots.Count).mean([1]).MoveToOuterDisposeScope());
        }

        return cat(blocks, 0);
    }

    /// <summary>
    /// Returns the tree of each estimate, the S slots and then the codes by each first tree, each second tree and so on, and what is added to a node's
    /// number for the place of its mean.
    /// </summary>
    private (long[] Trees, long[] Offsets) PlacesOfMeans(LinearSlots slots)
    {
        var roots = Integers(Roots);
        long[] ends = [.. roots.Skip(1), Features.Length / sizeof(int)];
        List<(long Tree, long Offset)> places = [];
        long place = 0;
        for (var first = 0; first < roots.Length; first += slots.Groups.Length)
        {
            List<(long Tree, long Offset)> ofCodes = [];
            var slot = 0;
            foreach (var (group, width) in slots.Groups.Index())
            {
                var tree = first + group;
                Add(places, tree, width);
                Add(ofCodes, tree, CodeSlots.Count(code => code == slot));
                slot += width;
            }

            places.AddRange(ofCodes);
        }

        return ([.. places.Select(pair => pair.Tree)], [.. places.Select(pair => pair.Offset)]);

        void Add(List<(long Tree, long Offset)> to, int tree, int count)
        {
            for (var i = 0; i < count; i++)
            {
                to.Add((tree, place - roots[tree]));
                place += ends[tree] - roots[tree];
            }
        }
    }

    private static long[] Integers(byte[] numbers) =>
        Array.ConvertAll(MemoryMarshal.Cast<byte, int>(numbers).ToArray(), number => (long)number);

    // Arrays of their own would be garbage of every batch: forests have hundreds of thousands of nodes.
    private static Tensor Copy(byte[] numbers, ScalarType type)
    {
        var copy = empty(numbers.Length / sizeof(int), type);
        numbers.CopyTo(copy.bytes);
        return copy;
    }

    private static float[] Numbers(byte[] numbers) => MemoryMarshal.Cast<byte, float>(numbers).ToArray();
}
