using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// Reads every <c>stride</c>-th batch of a sample, starting with batch <c>first</c>. A batch is computed when one of its rows is
/// read.
/// </summary>
internal sealed class SampleCursor : DataViewRowCursor
{
    private readonly SampleSource source;
    private readonly bool[] active;
    private readonly long stride;
    private readonly float[] latent;
    private SampleBatch? computed;
    private long batch;
    private long row = -1;
    private long position = -1;
    private bool isAtEnd;
    private bool hasRun;
    private bool disposed;

    public SampleCursor(SampleSource source, DataViewSchema schema, bool[] active, int first, int stride)
    {
        this.source = source;
        this.active = active;
        this.stride = stride;
        batch = first - stride;
        latent = new float[source.LatentWidth];
        Schema = schema;
    }

    public override DataViewSchema Schema { get; }

    public override long Position => position;

    public override long Batch => position >= 0 ? batch : 0;

    private int Capacity => (int)Math.Clamp(source.Count, 1, source.BatchSize);

    private long FirstOfBatch => batch * source.BatchSize;

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = new((ulong)CurrentRow(), 0);

    public override bool MoveNext()
    {
        if (isAtEnd)
        {
            return false;
        }

        row++;
        if (position < 0 || row == FirstOfBatch + source.BatchSize)
        {
            batch += stride;
            row = FirstOfBatch;
            hasRun = false;
        }

        isAtEnd = row >= source.Count;
        if (isAtEnd)
        {
            // ML.NET's own cursors dispose themselves too: some of its readers do not.
            Dispose();
            return false;
        }

        position++;
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!active[column.Index])
        {
            throw StepErrors.NotActive(column.Name);
        }

        var output = source.Columns[column.Index];
        return StepErrors.Typed<TValue>(output.MakeGetter(new CurrentOutput(this, column.Index)), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            isAtEnd = true;
            position = -1;
            computed?.Dispose();
        }

        base.Dispose(disposing);
    }

    private long CurrentRow() => position >= 0 ? row : throw StepErrors.NoCurrentRow();

    private Span<float> CurrentLatent()
    {
        source.ReadLatent(CurrentRow(), latent);
        return latent;
    }

    private RowValues CurrentValues(int column)
    {
        var rowOfBatch = (int)(CurrentRow() - FirstOfBatch);
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
        computed ??= source.CreateBatch(ActiveContent(), Capacity);
        computed.Compute(FirstOfBatch, (int)Math.Min(Capacity, source.Count - FirstOfBatch));
    }

    private int[] ActiveContent() =>
        [.. Enumerable.Range(0, source.Columns.Count).Where(column => active[column] && !source.IsLatent(column))];

    private sealed class CurrentOutput(SampleCursor cursor, int column) : ICurrentOutput
    {
        public RowValues Values() =>
            cursor.source.IsLatent(column)
                ? new(MemoryMarshal.AsBytes(cursor.CurrentLatent()))
                : cursor.CurrentValues(column);
    }
}
