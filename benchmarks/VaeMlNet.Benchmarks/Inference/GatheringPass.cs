namespace VaeMlNet.Benchmarks;

/// <summary>Runs sessions alone: gathers rows into one reused buffer, then runs; all tensors are made beforehand.</summary>
/// <remarks>For one thread at a time.</remarks>
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

    /// <summary>Runs on every row; the checksum.</summary>
    public double RunAll()
    {
        var next = 0;
        return RunBatches(() => next++);
    }

    /// <summary>Runs on those batches whose numbers it is given; the checksum.</summary>
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
