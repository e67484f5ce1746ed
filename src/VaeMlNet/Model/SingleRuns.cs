using System.Collections.Concurrent;

namespace VaeMlNet;

/// <summary>Runs the graph for each row on the calling thread, with buffers that are used again.</summary>
/// <param name="inputs">The inputs of the graph.</param>
/// <param name="newBatch">Creates buffers for a number of rows.</param>
internal sealed class SingleRuns(RowInputs inputs, Func<int, OnnxBatch> newBatch) : ScoringRuns
{
    private readonly ConcurrentQueue<OnnxBatch> others = new();
    private OnnxBatch? free; // most services have few calls at the same time
    private volatile bool disposed;

    public override float Score(ReadOnlySpan<float> row)
    {
        var batch = Interlocked.Exchange(ref free, null) ?? (others.TryDequeue(out var other) ? other : newBatch(1));
        try
        {
            inputs.Write(row, batch, 0);
            batch.Run(1);
            return batch.Output<float>(0, 0)[0];
        }
        finally
        {
            Return(batch);
        }
    }

    public override void Dispose()
    {
        disposed = true;
        Interlocked.Exchange(ref free, null)?.Dispose();
        while (others.TryDequeue(out var batch))
        {
            batch.Dispose();
        }
    }

    private void Return(OnnxBatch batch)
    {
        if (Interlocked.CompareExchange(ref free, batch, null) is not null)
        {
            others.Enqueue(batch);
        }

        if (disposed)
        {
            Dispose(); // of the buffers that came back too late
        }
    }
}
