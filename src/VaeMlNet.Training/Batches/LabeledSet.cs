using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The training rows that have a label, from which steps draw.</summary>
/// <param name="rows">M rows, at least 1.</param>
/// <param name="labels">The raw label of each row: keys as numbers from 1, Booleans as 0 or 1, and numbers.</param>
/// <param name="weights">The weight of each row, 1 on average over all training rows; null for equal weights.</param>
internal sealed class LabeledSet(MemoryRows rows, float[] labels, float[]? weights = null)
{
    private readonly float meanWeight = weights?.Average() ?? 1;

    /// <summary>Gets the number of rows.</summary>
    public long Count => labels.Length;

    /// <summary>Gets the number of all training rows that have a label, of which these may be a sample.</summary>
    public long TotalCount { get; init; } = labels.Length;

    /// <summary>Selects the rows that have a label.</summary>
    /// <param name="rows">N rows.</param>
    /// <param name="labels">The label of each row, NaN for none.</param>
    /// <param name="weights">The weight of each row, 1 on average; null for equal weights.</param>
    /// <returns>Null if no row has a label.</returns>
    public static LabeledSet? Find(MemoryRows rows, float[] labels, float[]? weights = null)
    {
        int[] labeled = [.. Enumerable.Range(0, labels.Length).Where(row => !float.IsNaN(labels[row]))];
        return labeled.Length == 0
            ? null
            : new(
                rows.Choose(labeled),
                Array.ConvertAll(labeled, row => labels[row]),
                weights is null ? null : Array.ConvertAll(labeled, row => weights[row])
            );
    }

    /// <summary>
    /// Returns the rows with one label if there are at most <paramref name="count"/>, or otherwise so many different random ones. The tensors belong
    /// to the caller's dispose scope.
    /// </summary>
    public LabeledRows DrawOf(float label, int count, Random random)
    {
        int[] chosen = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == label)];
        if (chosen.Length > count)
        {
            random.Shuffle(chosen);
            chosen = chosen[..count];
            Array.Sort(chosen);
        }

        var drawn = chosen.Length > 0 ? rows.Choose(chosen).Slice(0, chosen.Length) : empty(0, rows.Width);
        return new(drawn, tensor(Array.ConvertAll(chosen, _ => label)));
    }

    /// <summary>
    /// Returns all rows if there are at most <paramref name="count"/>, or otherwise so many random ones, with replacement. The tensors belong to
    /// the caller's dispose scope.
    /// </summary>
    public LabeledRows Draw(long count, Generator generator)
    {
        if (Count <= count)
        {
            return Label(rows.Slice(0, Count), [.. Enumerable.Range(0, labels.Length).Select(row => (long)row)]);
        }

        var drawn = randint(0, Count, [count], generator: generator);
        return Label(rows.Take(drawn), TensorValues.Integers(drawn));
    }

    private LabeledRows Label(Tensor drawn, long[] numbers) =>
        new(drawn, tensor(Array.ConvertAll(numbers, row => labels[row])))
        {
            TotalWeight = TotalCount * meanWeight,
            // Labeled rows can all have the weight 0.
            Weights = weights is null
                ? null
                : tensor(Array.ConvertAll(numbers, row => weights[row] / Math.Max(meanWeight, float.Epsilon))),
        };
}
