namespace VaeMlNet.Benchmarks.Encoding;

/// <summary>Encodes with a session alone: gathers rows into one reused buffer, then runs; all tensors are made beforehand.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class GatheringEncoder : IDisposable
{
    private readonly float[][] rows;
    private readonly int batchSize;
    private readonly RawBatch full;
    private readonly RawBatch? last;

    public GatheringEncoder(RawSession session, float[][] rows, int batchSize)
    {
        this.rows = rows;
        this.batchSize = batchSize;
        float[] input = AlignedArray.Allocate(batchSize * Digit.PixelCount, out int start);
        float[] means = new float[batchSize * session.OutputWidth];
        full = new(session, input, start, batchSize, means);
        int rest = rows.Length % batchSize;
        last = rest > 0 ? new(session, input, start, rest, means) : null;
    }

    /// <summary>Encodes every row; the checksum.</summary>
    public double EncodeAll()
    {
        int next = 0;
        return EncodeBatches(() => next++);
    }

    /// <summary>Encodes those batches whose numbers it is given; the checksum.</summary>
    public double EncodeBatches(Func<int> takeBatch)
    {
        double checksum = 0;
        for (int start; (start = takeBatch() * batchSize) < rows.Length; )
        {
            int count = Math.Min(batchSize, rows.Length - start);
            RawBatch batch = count == batchSize ? full : last!;
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
