using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The training rows that have a label. Its tensors belong to the dispose scope of the run.</summary>
/// <param name="Rows">float32 [M, D], M at least 1.</param>
/// <param name="Labels">The raw labels, float32 [M]: keys as numbers from 1, Booleans as 0 or 1, and numbers.</param>
internal sealed record LabeledRows(Tensor Rows, Tensor Labels)
{
    /// <summary>Gets the number of rows.</summary>
    public long Count => Rows.shape[0];

    /// <summary>Gets the number of all labeled rows, from which these were drawn.</summary>
    public long TotalCount { get; init; } = Rows.shape[0];

    /// <summary>Selects the rows that have a label.</summary>
    /// <param name="rows">float32 [N, D].</param>
    /// <param name="labels">The label of each row, NaN for none, float32 [N].</param>
    /// <returns>Null if no row has a label.</returns>
    public static LabeledRows? Find(Tensor rows, Tensor labels)
    {
        long[] labeled =
        [
            .. TensorValues.Floats(labels).Index().Where(row => !float.IsNaN(row.Item)).Select(row => (long)row.Index),
        ];
        return labeled.Length == 0 ? null : new LabeledRows(rows, labels).Take(tensor(labeled));
    }

    /// <summary>Returns all rows if there are at most <paramref name="count"/>, or otherwise so many random ones, with replacement.</summary>
    public LabeledRows Draw(long count, Generator generator) =>
        Count <= count
            ? this
            : Take(randint(0, Count, [count], generator: generator).to(Rows.device)) with
            {
                TotalCount = Count,
            };

    private LabeledRows Take(Tensor indices) => new(Rows.index_select(0, indices), Labels.index_select(0, indices));
}
