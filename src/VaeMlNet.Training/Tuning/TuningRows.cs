using Microsoft.ML;

namespace VaeMlNet;

/// <summary>The rows of a tuning, divided at random into five parts. Each fold holds out one part.</summary>
internal sealed class TuningRows
{
    /// <summary>The number of parts, and so the largest number of folds.</summary>
    public const int PartCount = 5;

    private const long RowsForOneFold = 2000;

    private readonly IDataView data;
    private readonly byte[] parts; // [rows]

    /// <summary>Divides the rows.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="rowCount">Their number.</param>
    /// <param name="foldCount">The number of folds; null to choose it from the number of rows.</param>
    /// <param name="seed">The seed of the parts.</param>
    public TuningRows(IDataView data, long rowCount, int? foldCount, int seed)
    {
        if (rowCount < 2 * PartCount)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"The data has {rowCount} rows, but tuning needs at least {2 * PartCount}, because a fifth of them is held out."
                )
            );
        }

        this.data = data;
        FoldCount = foldCount ?? (rowCount < RowsForOneFold ? 3 : 1);
        parts = [.. Enumerable.Range(0, (int)rowCount).Select(row => (byte)(row % PartCount))];
        new Random(seed).Shuffle(parts);
    }

    /// <summary>Gets the number of folds.</summary>
    public int FoldCount { get; }

    public IDataView Training(int fold) => Choose(part => part != fold);

    /// <summary>Returns the rows that a fold holds out.</summary>
    public IDataView HeldOut(int fold) => Choose(part => part == fold);

    private ChosenRowsView Choose(Func<byte, bool> isChosen) =>
        new(data, [.. parts.Index().Where(row => isChosen(row.Item)).Select(row => (long)row.Index)]);
}
