namespace VaeMlNet.Benchmarks.Encoding;

/// <summary>Encodes rows that lie in one array already, with a session alone: no gathering, all tensors made beforehand.</summary>
internal sealed class FlatEncoder(RawSession session, float[][] rows) : IDisposable
{
    private readonly RawBatch[] batches = Batches(session, rows);

    /// <summary>Encodes every row; the checksum.</summary>
    public double EncodeAll()
    {
        double checksum = 0;
        foreach (RawBatch batch in batches)
        {
            checksum += batch.Run();
        }
        return checksum;
    }

    public void Dispose()
    {
        foreach (RawBatch batch in batches)
        {
            batch.Dispose();
        }
    }

    private static RawBatch[] Batches(RawSession session, float[][] rows)
    {
        float[] flat = AlignedArray.Allocate(rows.Length * Digit.PixelCount, out int first);
        float[] means = new float[EncoderGraph.BatchSize * session.OutputWidth];
        var batches = new List<RawBatch>();
        for (int start = 0; start < rows.Length; start += EncoderGraph.BatchSize)
        {
            int count = Math.Min(EncoderGraph.BatchSize, rows.Length - start);
            var batch = new RawBatch(session, flat, first + (start * Digit.PixelCount), count, means);
            batch.Gather(rows.AsSpan(start, count));
            batches.Add(batch);
        }
        return [.. batches];
    }
}
