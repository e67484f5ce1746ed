using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The row numbers of each class, for drawing the same number of rows from each class in every epoch.</summary>
internal sealed class ClassRows
{
    private readonly long rowCount;
    private readonly Tensor[] rowsOfClass; // [n] each

    /// <summary>Groups rows by class.</summary>
    /// <param name="classIndices">The class of each row.</param>
    public ClassRows(IReadOnlyList<int> classIndices)
    {
        rowCount = classIndices.Count;
        rowsOfClass =
        [
            .. Enumerable
                .Range(0, (int)rowCount)
                .GroupBy(row => classIndices[row])
                .OrderBy(rows => rows.Key)
                .Select(rows => tensor(rows.Select(row => (long)row).ToArray())),
        ];
    }

    /// <summary>
    /// Draws as many rows as there are, in random order. Each class gets an equal share: first whole passes over its rows, then
    /// the rest without replacement. The counts of the rows of a class therefore differ by at most one.
    /// </summary>
    /// <returns>The row numbers, int64 [N].</returns>
    public Tensor DrawOrder(Generator generator)
    {
        List<Tensor> parts = [];
        for (var i = 0; i < rowsOfClass.Length; i++)
        {
            // With N rows and K classes, the first N mod K classes get one row more than the others.
            var share = (rowCount / rowsOfClass.Length) + (i < rowCount % rowsOfClass.Length ? 1 : 0);
            AddPart(parts, rowsOfClass[i], share, generator);
        }

        return cat(parts, 0).index_select(0, randperm(rowCount, ScalarType.Int64, generator: generator));
    }

    private static void AddPart(List<Tensor> parts, Tensor rows, long share, Generator generator)
    {
        var count = rows.shape[0];
        for (long pass = 0; pass < share / count; pass++)
        {
            parts.Add(rows);
        }

        var order = randperm(count, ScalarType.Int64, generator: generator);
        parts.Add(rows.index_select(0, order.narrow(0, 0, share % count)));
    }
}
