using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The training rows that have a label, from which steps draw.</summary>
/// <param name="rows">M rows, at least 1.</param>
/// <param name="labels">The raw label of each row: keys as numbers from 1, Booleans as 0 or 1, and numbers.</param>
internal sealed class LabeledSet(MemoryRows rows, float[] labels)
{
    /// <summary>Gets the number of rows.</summary>
    public long Count => labels.Length;

    /// <summary>Gets the number of all training rows that have a label, of which these may be a sample.</summary>
    public long TotalCount { get; init; } = labels.Length;

    /// <summary>Selects the rows that have a label.</summary>
    /// <param name="rows">N rows.</param>
    /// <param name="labels">The label of each row, NaN for none.</param>
    /// <returns>Null if no row has a label.</returns>
    public static LabeledSet? Find(MemoryRows rows, float[] labels)
    {
        int[] labeled = [.. Enumerable.Range(0, labels.Length).Where(row => !float.IsNaN(labels[row]))];
        return labeled.Length == 0 ? null : new(rows.Choose(labeled), Array.ConvertAll(labeled, row => labels[row]));
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
        return new(drawn, tensor(Array.ConvertAll(chosen, _ => label))) { TotalCount = TotalCount };
    }

    /// <summary>
    /// Returns all rows if there are at most <paramref name="count"/>, or otherwise so many random ones, with replacement. The tensors belong to
    /// the caller's dispose scope.
    /// </summary>
    public LabeledRows Draw(long count, Generator generator)
    {
        if (Count <= count)
        {
            return new(rows.Slice(0, Count), tensor(labels)) { TotalCount = TotalCount };
        }

        var drawn = randint(0, Count, [count], generator: generator);
        return new(rows.Take(drawn), tensor(Array.ConvertAll(TensorValues.Integers(drawn), row => labels[row])))
        {
            TotalCount = TotalCount,
        };
    }
}
