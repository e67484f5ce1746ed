using System.Numerics;
using VaeMlNet.Baselines;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>Adds the tail probabilities of each column. Numbers are found among the training values by binary search.</summary>
internal static class EcodNodes
{
    /// <summary>Adds the contributions: [N, S].</summary>
    public static OnnxValue Add(BaselineCells cells, TailProbabilities method, NumericRows encoding)
    {
        List<OnnxValue> parts = [];
        if (cells.AddNumbers() is { } numbers)
        {
            parts.Add(AddNumbers(cells, numbers, [.. cells.EncodedNumbers.Select(i => method.Features[i])]));
        }

        var ofLevels = cells.AddOfLevels(
            "ecod.levels",
            (rows, slot) =>
                encoding
                    .Encode(rows)
                    .Select(row =>
                        method.Contributions(row).Skip(encoding.Starts[slot]).Take(encoding.Widths[slot]).Sum()
                    )
        );
        return cells.AddInOrder(MatrixNodes.AddJoin(cells.Graph, ofLevels is null ? [.. parts] : [.. parts, ofLevels]));
    }

    /// <summary>
    /// Adds the scores of numbers: [N, n] -> [N, n]. A score depends on the number c of different training values below the number, and on whether
    /// the number is the next of them, so it has the place 2c or 2c + 1 among the constants.
    /// </summary>
    private static OnnxValue AddNumbers(BaselineCells cells, NodeValue numbers, TailProbability[] features)
    {
        var graph = cells.Graph;
        var distinct = Array.ConvertAll(features, feature => feature.Sorted.Distinct().ToArray());
        // A power of 2 above every count, so that a place below it exists for every number.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)distinct.Max(values => values.Length) + 1);
        float[] values =
        [
            .. distinct.SelectMany(known =>
                known
                    .Select(value => (float)value)
                    .Concat(Enumerable.Repeat(float.PositiveInfinity, size - known.Length))
            ),
        ];
        float[] scores = [.. features.SelectMany((feature, i) => Scores(feature, distinct[i], size))];
        var knownValues = numbers.AddConstant("ecod.values", values, values.Length);
        long[] firsts = [.. features.Select((_, i) => (long)i * size)];
        NodeValue below = new(graph, graph.AddInitializer("ecod.firsts", firsts, firsts.Length)); // int64, the count and the feature's first place
        for (var step = size / 2; step >= 1; step /= 2)
        {
            var probed = knownValues.Node("Gather", below + graph.AddIndices(step - 1));
            below += (probed < numbers).To(OnnxElementType.Int64) * graph.AddIndices(step);
        }

        var isNext = knownValues.Node("Gather", below).Equal(numbers).To(OnnxElementType.Int64);
        var place = (below * graph.AddIndices(2)) + isNext;
        return graph.AddNode("Gather", [graph.AddInitializer("ecod.scores", scores, scores.Length), place]);
    }

    private static IEnumerable<float> Scores(TailProbability feature, double[] distinct, int size)
    {
        for (var count = 0; count < size; count++)
        {
            var below = count == 0 ? 0 : feature.CountUpTo(distinct[Math.Min(count, distinct.Length) - 1]);
            var upTo = count < distinct.Length ? feature.CountUpTo(distinct[count]) : below;
            yield return (float)feature.Score(below, below);
            yield return (float)feature.Score(upTo, below);
        }
    }
}
