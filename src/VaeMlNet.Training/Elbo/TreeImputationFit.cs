using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Fits <see cref="TreeImputation"/> to the rows of a table, in copies whose cells are hidden at random.</summary>
internal static class TreeImputationFit
{
    // What matters are forests of small tables. They have about as many cells to learn from as a larger one.
    private const int MostRows = 4000;
    private const int MostCopies = 4;
    private const double LargestHiddenShare = 0.5;

    private const int TreeCount = 20;
    private const int Depth = 12;
    private const int MostLeaves = 512;
    private const int FewestLeafRows = MostCopies;
    private const double FeatureShare = 0.67;
    private const int MostTriedFeatures = 24;
    private const float UtilitySteps = 1024;

    /// <summary>Fits the forests.</summary>
    /// <param name="slots">The slots of the table, of more than one column.</param>
    /// <param name="cells">The cells of the rows, float32 [n, S], and whether they are observed.</param>
    /// <param name="codes">The coded slots.</param>
    /// <param name="seed">The seed of the hidden cells and of the forests.</param>
    /// <param name="cancellationToken">Checked before each forest.</param>
    public static TreeImputation Fit(
        LinearSlots slots,
        (Tensor Values, Tensor Observed) cells,
        IReadOnlyList<CodedSlot> codes,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var (values, observed) = Columns(slots, cells);
        var copies = Copies(values[0].Length);
        float[][] targets = [.. values.Select(column => Repeat(column, copies))];
        var features = Hide(slots, targets, observed, copies, seed);
        FeatureBins bins = new(features);
        var encoded = bins.Encode(features);
        var options = Options(values[0].Length, copies, slots.Count);
        Nodes nodes = new(bins);
        var forests = new RandomForest[slots.Groups.Length];
        var first = 0;
        foreach (var (group, width) in slots.Groups.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isObserved = observed[first];
            int[] rows =
            [
                .. Enumerable.Range(0, targets[first].Length).Where(row => isObserved[row % isObserved.Length]),
            ];
            // A constant, where nothing is known.
            rows = rows.Length > 0 ? rows : [0];
            byte[][] others = [.. encoded[..first], .. encoded[(first + width)..]];
            var slot = first;
            var ofCodes = codes
                .Where(code => code.Slot == slot)
                .SelectMany(code => code.Values)
                .Select(code => Array.ConvertAll(targets[slot], value => value == code ? 1f : 0));
            forests[group] = RandomForest.Fit(
                others,
                [.. targets[first..(first + width)], .. ofCodes],
                rows,
                options,
                seed
            );
            first += width;
        }

        for (var tree = 0; tree < TreeCount; tree++)
        {
            first = 0;
            foreach (var (group, width) in slots.Groups.Index())
            {
                var slot = first;
                nodes.Add(forests[group].Trees[tree], first, width, codes.FirstOrDefault(code => code.Slot == slot));
                first += width;
            }
        }

        return nodes.ToImputation() with
        {
            CodeSlots = [.. codes.SelectMany(code => Enumerable.Repeat(code.Slot, code.Values.Length))],
            CodeValues = [.. codes.SelectMany(code => code.Values)],
        };
    }

    private static int Copies(int rowCount) => Math.Clamp(MostRows / rowCount, 1, MostCopies);

    private static ForestOptions Options(int rowCount, int copies, int slotCount) =>
        new(
            TreeCount,
            Math.Max(FewestLeafRows, rowCount * copies / MostLeaves),
            Math.Min(FeatureShare, MostTriedFeatures / (double)slotCount),
            Depth
        );

    /// <summary>Returns the values of each slot, 0 where they are missing, and whether they are observed: [S][n].</summary>
    private static (float[][] Values, bool[][] Observed) Columns(
        LinearSlots slots,
        (Tensor Values, Tensor Observed) cells
    )
    {
        // At equal distances: the rows can be in the order of the file.
        var places = MemoryRows.PlacesOf(cells.Values.shape[0], MostRows);
        var (rows, chosen) = (tensor(places), places.Length);
        var isObserved = cells.Observed.index_select(0, rows);
        var known = cells.Values.index_select(0, rows).to(float32);
        var values = TensorValues.Floats(where(isObserved, known, zeros_like(known)).t().contiguous());
        var flags = isObserved.t().contiguous().data<bool>().ToArray();
        return (
            [.. Enumerable.Range(0, slots.Count).Select(slot => values.AsSpan(slot * chosen, chosen).ToArray())],
            [.. Enumerable.Range(0, slots.Count).Select(slot => flags.AsSpan(slot * chosen, chosen).ToArray())]
        );
    }

    private static float[] Repeat(float[] column, int copies) =>
        [.. Enumerable.Repeat(column, copies).SelectMany(values => values)];

    /// <summary>Returns the copies with NaN in missing and in hidden cells. The first copy has no hidden ones.</summary>
    private static float[][] Hide(LinearSlots slots, float[][] targets, bool[][] observed, int copies, int seed)
    {
        Random random = new(seed);
        var rowCount = observed[0].Length;
        double[] shares =
        [
            .. Enumerable
                .Range(0, rowCount * copies)
                .Select(row => row < rowCount && copies > 1 ? 0 : random.NextDouble() * LargestHiddenShare),
        ];
        float[][] features = [.. targets.Select(column => column.ToArray())];
        var first = 0;
        foreach (var width in slots.Groups)
        {
            for (var row = 0; row < shares.Length; row++)
            {
                if (random.NextDouble() < shares[row] || !observed[first][row % rowCount])
                {
                    for (var slot = first; slot < first + width; slot++)
                    {
                        features[slot][row] = float.NaN;
                    }
                }
            }

            first += width;
        }

        return features;
    }

    /// <summary>Collects the nodes of trees.</summary>
    private sealed class Nodes(FeatureBins bins)
    {
        private readonly List<int> roots = [];
        private readonly List<int> features = [];
        private readonly List<float> thresholds = [];
        private readonly List<int> below = [];
        private readonly List<float> means = [];

        /// <summary>Adds a tree, whose features are all slots but those of its own column.</summary>
        public void Add(DecisionTree tree, int ownFirst, int ownWidth, CodedSlot? code)
        {
            var root = features.Count;
            roots.Add(root);
            foreach (var (i, node) in tree.Nodes.Index())
            {
                var isLeaf = node.Feature < 0;
                var feature =
                    isLeaf ? 0
                    : node.Feature < ownFirst ? node.Feature
                    : node.Feature + ownWidth;
                features.Add(feature);
                thresholds.Add(isLeaf ? float.MaxValue : bins.LargestValue(feature, node.LastBin));
                below.Add(root + (isLeaf ? i : node.Left));
            }

            for (var slot = 0; slot < ownWidth; slot++)
            {
                means.AddRange(tree.Nodes.Select(node => node.Feature < 0 ? tree.Means[node.Left + slot] : 0));
            }

            float[] ofLeaves = code is null ? [] : [.. tree.Means];
            for (var value = 0; value < code?.Values.Length; value++)
            {
                means.AddRange(tree.Nodes.Select(node => node.Feature < 0 ? Utility(node.Left + ownWidth, value) : 0));
            }

            // Sums of such utilities are exact in any order, so that ties are ties in every runtime.
            float Utility(int first, int value) =>
                MathF.Round(code.Utility(ofLeaves.AsSpan(first, code.Values.Length), value) * UtilitySteps)
                / UtilitySteps;
        }

        public TreeImputation ToImputation() =>
            new()
            {
                TreeCount = TreeCount,
                Depth = Depth,
                Roots = Bytes(roots),
                Features = Bytes(features),
                Thresholds = Bytes(thresholds),
                Below = Bytes(below),
                Means = Bytes(means),
            };

        private static byte[] Bytes<T>(List<T> values)
            where T : unmanaged => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)).ToArray();
    }
}
