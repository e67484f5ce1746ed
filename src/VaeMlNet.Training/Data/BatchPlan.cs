namespace VaeMlNet;

/// <summary>The division of an epoch's rows into batches: full ones, and a last one that may be smaller.</summary>
/// <param name="RowCount">N, at least 1.</param>
/// <param name="BatchSize">The rows of a full batch.</param>
/// <param name="JoinsSingleRow">
/// Whether a last row that would be alone joins the batch before: batch normalization has no variance of one row.
/// </param>
internal sealed record BatchPlan(long RowCount, int BatchSize, bool JoinsSingleRow)
{
    private bool LastRowJoins => JoinsSingleRow && RowCount > BatchSize && RowCount % BatchSize == 1;

    /// <summary>The number of steps.</summary>
    public long StepCount => ((RowCount + BatchSize - 1) / BatchSize) - (LastRowJoins ? 1 : 0);

    /// <summary>The sizes that batches have: that of the first, and that of the last if it differs.</summary>
    public IReadOnlyList<long> Sizes => [.. new[] { SizeOf(0), SizeOf(StepCount - 1) }.Distinct()];

    /// <summary>The first row of a step.</summary>
    public long StartOf(long step) => step * BatchSize;

    /// <summary>The number of rows of a step.</summary>
    public long SizeOf(long step) =>
        step == StepCount - 1 ? RowCount - StartOf(step) : Math.Min(BatchSize, RowCount - StartOf(step));
}
