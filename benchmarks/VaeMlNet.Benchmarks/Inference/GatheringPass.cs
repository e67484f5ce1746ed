namespace VaeMlNet.Benchmarks;

/// <summary>Runs ONNX Runtime alone: gathers rows into one reused buffer and runs. All tensors are created before.</summary>
/// <remarks>Thread safety: one thread at a time.</remarks>
internal sealed class GatheringPass : IDisposable
{
    private readonly float[][] rows;
    private readonly int batchSize;
    private readonly RawBatch full;
    private readonly RawBatch? last;

    public GatheringPass(RawChain chain, float[][] rows, int batchSize)
    {
        this.rows = rows;
        this.batchSize = batchSize;
        var input = AlignedArray.Allocate(batchSize * chain.InputWidth, out var start);
        full = new(chain, input, start, batchSize);
        var rest = rows.Length % batchSize;
        last = rest > 0 ? new(chain, input, start, rest) : null;
    }

    /// <summary>Runs the sessions on every row and returns the checksum.</summary>
    public double RunAll()
    {
        var next = 0;
        return RunBatches(() => next++);
    }

    /// <summary>Runs the sessions on the batches whose numbers the function returns, and returns the checksum.</summary>
    public double RunBatches(Func<int> takeBatch)
    {
        double checksum = 0;
        for (int start; (start = takeBatch() * batchSize) < rows.Length; )
        {
            var count = Math.Min(batchSize, rows.Length - start);
            var batch = count == batchSize ? full : last!;
            batch.Gather(rows.AsSpan(start, count));
            checksum += batch.Run();
        }

        return checksum;
    }

    public void Dispose()
    {
        full.Dispose();
        last?.Dispose();
    }
}
