namespace VaeMlNet.Benchmarks;

/// <summary>Runs ONNX Runtime alone on rows that are already in one array. All tensors are created before.</summary>
internal sealed class FlatPass(RawChain chain, float[][] rows) : IDisposable
{
    private readonly RawBatch[] batches = Batches(chain, rows);

    /// <summary>Runs the sessions on every row and returns the checksum.</summary>
    public double RunAll()
    {
        double checksum = 0;
        foreach (var batch in batches)
        {
            checksum += batch.Run();
        }

        return checksum;
    }

    public void Dispose()
    {
        foreach (var batch in batches)
        {
            batch.Dispose();
        }
    }

    private static RawBatch[] Batches(RawChain chain, float[][] rows)
    {
        var flat = AlignedArray.Allocate(rows.Length * chain.InputWidth, out var first);
        var batches = new List<RawBatch>();
        for (var start = 0; start < rows.Length; start += GraphFile.BatchSize)
        {
            var count = Math.Min(GraphFile.BatchSize, rows.Length - start);
            var batch = new RawBatch(chain, flat, first + (start * chain.InputWidth), count);
            batch.Gather(rows.AsSpan(start, count));
            batches.Add(batch);
        }

        return [.. batches];
    }
}
