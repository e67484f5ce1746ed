using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// Reads every <c>stride</c>-th batch of a sample from batch <c>first</c> on; decodes a batch when one of its rows is read.
/// </summary>
internal sealed class SampleCursor : DataViewRowCursor
{
    private readonly SampleSource source;
    private readonly bool[] active;
    private readonly long stride;
    private readonly float[] latent;
    private OnnxBatch? decoder;
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
        latent = new float[source.LatentTensor.Width];
        Schema = schema;
    }

    public override DataViewSchema Schema { get; }

    public override long Position => position;

    public override long Batch => position >= 0 ? batch : 0;

    private int Capacity => (int)Math.Clamp(source.Latents.Count, 1, source.BatchSize);

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
        isAtEnd = row >= source.Latents.Count;
        if (isAtEnd)
        {
            // As ML.NET's own cursors do, because not every reader of ML.NET disposes them.
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
        OutputColumn output = source.Columns[column.Index];
        var values = new CurrentOutput(this, isLatent: output.Tensor == source.LatentTensor);
        return StepErrors.Typed<TValue>(output.MakeGetter(values), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            isAtEnd = true;
            position = -1;
            decoder?.Dispose();
        }
        base.Dispose(disposing);
    }

    private long CurrentRow() => position >= 0 ? row : throw StepErrors.NoCurrentRow();

    private ReadOnlySpan<float> CurrentLatent()
    {
        source.Latents.Read(CurrentRow(), latent);
        return latent;
    }

    private ReadOnlySpan<float> CurrentDecoded()
    {
        int rowOfBatch = (int)(CurrentRow() - FirstOfBatch);
        if (!hasRun)
        {
            Decode();
            hasRun = true;
        }
        return decoder!.Output<float>(0, rowOfBatch);
    }

    private void Decode()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        decoder ??= new(source.Decoder, [source.LatentTensor], [source.Columns[0].Tensor], Capacity);
        int count = (int)Math.Min(decoder.Capacity, source.Latents.Count - FirstOfBatch);
        for (int i = 0; i < count; i++)
        {
            source.Latents.Read(FirstOfBatch + i, decoder.Input<float>(0, i));
        }
        decoder.Run(count);
    }

    private sealed class CurrentOutput(SampleCursor cursor, bool isLatent) : ICurrentOutput
    {
        public ReadOnlySpan<T> Values<T>()
            where T : struct =>
            MemoryMarshal.Cast<float, T>(isLatent ? cursor.CurrentLatent() : cursor.CurrentDecoded());
    }
}
