using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// Reads every <c>stride</c>-th batch of a sample, starting with batch <c>first</c>. A batch is computed when one of its rows is
/// read.
/// </summary>
internal sealed class SampleCursor : RowCursor
{
    private readonly SampleSource source;
    private readonly long stride;
    private SampleBatch? computed;
    private long batch;
    private int rowOfBatch;
    private bool hasRun;
    private bool disposed;

    public SampleCursor(
        SampleSource source,
        DataViewSchema schema,
        DataViewSchema.Column[] columns,
        int first,
        int stride
    )
        : base(schema, columns)
    {
        this.source = source;
        this.stride = stride;
        batch = first - stride;
    }

    public override long Batch => Position >= 0 ? batch : 0;

    protected override DataViewRowId Id => new((ulong)CurrentSample(), 0);

    private int Capacity => (int)Math.Clamp(source.Count, 1, source.BatchSize);

    private long FirstOfBatch => batch * source.BatchSize;

    protected override bool ReadRow(long index)
    {
        rowOfBatch = (int)(index % source.BatchSize);
        if (rowOfBatch == 0)
        {
            batch += stride;
            hasRun = false;
        }

        return FirstOfBatch + rowOfBatch < source.Count;
    }

    protected override Delegate MakeGetter(DataViewSchema.Column column) =>
        source.Columns[column.Index].MakeGetter(() => CurrentValues(column.Index));

    protected override void Close()
    {
        disposed = true;
        computed?.Dispose();
    }

    private long CurrentSample() => CurrentRow() >= 0 ? FirstOfBatch + rowOfBatch : 0;

    private RowValues CurrentValues(int column)
    {
        CurrentRow();
        if (!hasRun)
        {
            Compute();
            hasRun = true;
        }

        return computed!.Values(column, rowOfBatch);
    }

    private void Compute()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        computed ??= source.CreateBatch([.. Enumerable.Range(0, source.Columns.Count).Where(IsActive)], Capacity);
        computed.Compute(FirstOfBatch, (int)Math.Min(Capacity, source.Count - FirstOfBatch));
    }
}
