using System.Collections.Concurrent;

namespace VaeMlNet;

/// <summary>Batches of a graph that are used again, by calls on several threads.</summary>
/// <remarks>Thread-safe. Batches that are in use while the pool is disposed are disposed when they come back.</remarks>
internal sealed class BatchPool(Func<OnnxBatch> newBatch) : IDisposable
{
    private readonly ConcurrentQueue<OnnxBatch> others = new();
    private OnnxBatch? free; // most services have few calls at the same time
    private volatile bool disposed;

    /// <summary>Returns a batch for the caller alone, until it passes the batch to <see cref="Return"/>.</summary>
    public OnnxBatch Take() =>
        Interlocked.Exchange(ref free, null) ?? (others.TryDequeue(out var other) ? other : newBatch());

    /// <summary>Takes a batch until the result is disposed.</summary>
    public Borrowed Borrow() => new(this, Take());

    public void Return(OnnxBatch batch)
    {
        if (Interlocked.CompareExchange(ref free, batch, null) is not null)
        {
            others.Enqueue(batch);
        }

        if (disposed)
        {
            Dispose(); // of the batches that came back too late
        }
    }

    public void Dispose()
    {
        disposed = true;
        Interlocked.Exchange(ref free, null)?.Dispose();
        while (others.TryDequeue(out var batch))
        {
            batch.Dispose();
        }
    }

    /// <summary>A batch that returns to its pool.</summary>
    public readonly ref struct Borrowed(BatchPool pool, OnnxBatch batch)
    {
        public OnnxBatch Batch => batch;

        public void Dispose() => pool.Return(batch);
    }
}
