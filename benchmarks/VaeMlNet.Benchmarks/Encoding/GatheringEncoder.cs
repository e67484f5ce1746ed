namespace VaeMlNet.Benchmarks.Encoding;

/// <summary>Encodes with a session alone: gathers rows into one reused buffer, then runs; all tensors are made beforehand.</summary>
/// <remarks>For one thread at a time.</remarks>
internal sealed class GatheringEncoder : IDisposable
{
    private readonly float[][] _rows;
    private readonly int _batchSize;
    private readonly RawBatch _full;
    private readonly RawBatch? _last;

    public GatheringEncoder(RawSession session, float[][] rows, int batchSize)
    {
        _rows = rows;
        _batchSize = batchSize;
        float[] input = new float[batchSize * Digit.PixelCount];
        float[] means = new float[batchSize * session.OutputWidth];
        _full = new(session, input, start: 0, batchSize, means);
        int rest = rows.Length % batchSize;
        _last = rest > 0 ? new(session, input, start: 0, rest, means) : null;
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
        for (int start; (start = takeBatch() * _batchSize) < _rows.Length; )
        {
            int count = Math.Min(_batchSize, _rows.Length - start);
            RawBatch batch = count == _batchSize ? _full : _last!;
            batch.Gather(_rows.AsSpan(start, count));
            checksum += batch.Run();
        }
        return checksum;
    }

    public void Dispose()
    {
        _full.Dispose();
        _last?.Dispose();
    }
}
