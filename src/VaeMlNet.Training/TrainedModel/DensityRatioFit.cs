using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Learns the density ratio of real rows to rows that a model draws, with the boosted trees of ML.NET.</summary>
internal static class DensityRatioFit
{
    /// <summary>The smallest number of real rows. Trees of fewer rows changed drawn rows at random.</summary>
    public const int FewestRows = 1000;

    /// <summary>The largest number of cells of the real rows: drawing and learning take a time in proportion.</summary>
    public const int MostCells = 1 << 20;

    private const int MostTrees = 300;
    private const int LeafCount = 31;
    private const int FewestLeafRows = 20;
    private const double LearningRate = 0.15;

    // Trees of wider tables each compare a random part of the slots, which takes a time in proportion.
    private const int MostComparedSlots = 40;

    // Every so many groups of equal rows, one chooses the number of trees, and whether there are any.
    private const int Holdout = 10;

    // Standard errors of the mean gain of the rows that were held out.
    private const double LeastGain = 2;

    // Drawn rows for each real row, up to a number of drawn rows and cells: they tell as much about the ratio as real ones.
    private const int DrawnPerReal = 2;
    private const int MostDrawn = 40_000;

    /// <summary>Learns the ratio.</summary>
    /// <param name="model">The model that draws rows.</param>
    /// <param name="real">The raw slots of real rows: [n][S], at least <see cref="FewestRows"/>.</param>
    /// <param name="read">Returns the raw slots of rows of a view, float32 [n, S], which this method disposes.</param>
    /// <param name="areCopies">Whether equal rows are copies, of which the trees learn all or none.</param>
    /// <param name="seed">The seed of the drawn rows.</param>
    /// <returns>The ratio; null if the trees cannot tell rows apart that they have not seen.</returns>
    public static DensityRatio? Fit(
        VaeModel model,
        IReadOnlyList<float[]> real,
        Func<IDataView, Tensor> read,
        bool areCopies,
        int seed
    )
    {
        MLContext ml = new(seed);
        var width = real[0].Length;
        int[] limits = [DrawnPerReal * real.Count, MostDrawn, MostCells / width];
        var count = Math.Max(real.Count, limits.Min());
        // Candidates of synthetic rows: the ratio is theirs, before they are chosen.
        using var drawn = read(ml.Data.VaeSample(model, count, seed, new() { MatchesTrainingShares = false }));
        var cells = TensorValues.Floats(drawn);
        // Both kinds have the same weight.
        var weight = (float)count / real.Count;
        Row[] rows =
        [
            .. real.Select(row => new Row(true, weight, [.. row.Select(Comparable)])),
            .. cells.Chunk(width).Select(row => new Row(false, 1, [.. row.Select(Comparable)])),
        ];
        var groups = areCopies
            ? RepeatedRows.Groups(Array.ConvertAll(rows, row => row.Features))
            : [.. rows.Select((_, row) => new[] { row })];
        int[][] heldOut = [.. groups.Where((_, group) => group % Holdout == 0)];
        HashSet<int> heldOutRows = [.. heldOut.SelectMany(group => group)];
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        var training = ml.Data.LoadFromEnumerable(rows.Where((_, row) => !heldOutRows.Contains(row)), schema);
        var trainer = ml.BinaryClassification.Trainers.FastTree(
            new FastTreeBinaryTrainer.Options
            {
                ExampleWeightColumnName = nameof(Row.Weight),
                NumberOfTrees = MostTrees,
                NumberOfLeaves = LeafCount,
                MinimumExampleCountPerLeaf = FewestLeafRows,
                LearningRate = LearningRate,
                FeatureFraction = Math.Min(1, MostComparedSlots / (double)width),
            }
        );
        var learned = trainer.Fit(training).Model;
        Nodes nodes = new();
        foreach (var tree in learned.SubModel.TrainedTreeEnsemble.Trees)
        {
            // The probability is that of a calibrated score: log(p / (1 - p)) = -(slope * score + offset), and the offset is 0.
            nodes.Add(tree, -learned.Calibrator.Slope);
        }

        return nodes.ToRatio(
            real.Count,
            width,
            nodes.CountUseful(heldOut.Select(group => group.Select(row => rows[row])))
        );
    }

    // Trees of ML.NET have no missing cells. In those of a ratio, they lead to the left, too.
    private static float Comparable(float cell) => float.IsNaN(cell) ? float.MinValue : cell;

    private sealed record Row(bool Label, float Weight, float[] Features);

    /// <summary>Collects the nodes of trees.</summary>
    private sealed class Nodes
    {
        private readonly List<int> roots = [];
        private readonly List<int> splits = [];
        private readonly List<float> limits = [];
        private readonly List<int> lefts = [];

        /// <summary>Adds a tree, whose values are multiplied by a factor.</summary>
        public void Add(RegressionTreeBase tree, double factor)
        {
            roots.Add(splits.Count);
            Queue<(int Node, int Place)> waiting = [];
            Reserve(1);
            waiting.Enqueue((0, splits.Count - 1));
            while (waiting.TryDequeue(out var next))
            {
                // The places of leaves are complements.
                if (next.Node < 0)
                {
                    limits[next.Place] = (float)(factor * tree.LeafValues[~next.Node]);
                    continue;
                }

                splits[next.Place] = tree.NumericalSplitFeatureIndexes[next.Node];
                limits[next.Place] = tree.NumericalSplitThresholds[next.Node];
                lefts[next.Place] = splits.Count;
                waiting.Enqueue((tree.LeftChild[next.Node], splits.Count));
                waiting.Enqueue((tree.RightChild[next.Node], splits.Count + 1));
                Reserve(2);
            }
        }

        /// <summary>
        /// Returns the number of first trees with the lowest log loss of groups of equal rows; 0 if none has one that is clearly lower than log 2, and where all rows are
        /// equal, so that there is no tree.
        /// </summary>
        public int CountUseful(IEnumerable<IEnumerable<Row>> groups)
        {
            if (roots.Count == 0)
            {
                return 0;
            }

            TreeNodes nodes = new([.. splits], [.. limits], [.. lefts]);
            var sums = new double[roots.Count];
            var squares = new double[roots.Count];
            foreach (var group in groups)
            {
                var gains = new double[roots.Count];
                foreach (var row in group)
                {
                    double logarithm = 0;
                    for (var tree = 0; tree < roots.Count; tree++)
                    {
                        logarithm += nodes.ValueOf(roots[tree], row.Features);
                        gains[tree] +=
                            row.Weight * (Math.Log(2) - Math.Log(1 + Math.Exp(row.Label ? -logarithm : logarithm)));
                    }
                }

                for (var tree = 0; tree < roots.Count; tree++)
                {
                    sums[tree] += gains[tree];
                    squares[tree] += gains[tree] * gains[tree];
                }
            }

            var best = Array.IndexOf(sums, sums.Max());
            return sums[best] > LeastGain * Math.Sqrt(squares[best]) ? best + 1 : 0;
        }

        /// <summary>Returns the ratio of the first trees; null for none.</summary>
        public DensityRatio? ToRatio(int rowCount, int slotCount, int treeCount)
        {
            var end = treeCount < roots.Count ? roots[treeCount] : splits.Count;
            return treeCount == 0
                ? null
                : new()
                {
                    Rows = rowCount,
                    SlotCount = slotCount,
                    Roots = [.. roots.Take(treeCount)],
                    Splits = [.. splits.Take(end)],
                    Limits = [.. limits.Take(end)],
                    Lefts = [.. lefts.Take(end)],
                };
        }

        /// <summary>Adds leaves.</summary>
        private void Reserve(int count)
        {
            for (var i = 0; i < count; i++)
            {
                splits.Add(-1);
                limits.Add(0);
                lefts.Add(0);
            }
        }
    }
}
