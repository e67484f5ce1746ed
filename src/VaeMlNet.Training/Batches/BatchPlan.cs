namespace VaeMlNet;

/// <summary>
/// The division of an epoch's rows into batches. All batches are full, except that the last one can be smaller.
/// </summary>
/// <param name="RowCount">The number N of rows, at least 1.</param>
/// <param name="BatchSize">The number of rows of a full batch.</param>
/// <param name="JoinsSingleRow">
/// Whether a single last row joins the previous batch. Batch normalization needs it, because one row has no variance.
/// </param>
internal sealed record BatchPlan(long RowCount, int BatchSize, bool JoinsSingleRow)
{
    private bool LastRowJoins => JoinsSingleRow && RowCount > BatchSize && RowCount % BatchSize == 1;

    /// <summary>Gets the number of steps.</summary>
    public long StepCount => ((RowCount + BatchSize - 1) / BatchSize) - (LastRowJoins ? 1 : 0);

    /// <summary>Gets the sizes of the batches: the size of the first, and that of the last if it differs.</summary>
    public IReadOnlyList<long> Sizes => [.. new[] { SizeOf(0), SizeOf(StepCount - 1) }.Distinct()];

    /// <summary>Returns the first row of a step.</summary>
    public long StartOf(long step) => step * BatchSize;

    /// <summary>Returns the number of rows of a step.</summary>
    public long SizeOf(long step) =>
        step == StepCount - 1 ? RowCount - StartOf(step) : Math.Min(BatchSize, RowCount - StartOf(step));
}
