namespace VaeMlNet;

/// <summary>Runs a graph over any number of rows that lie in one array.</summary>
internal static class GraphRun
{
    /// <summary>Rows of one run: enough to use the processor fully, few enough for its caches.</summary>
    private const int RowsPerRun = 256;

    /// <summary>Input float32 [N, D], row-major -> per output float32 [N, width], row-major.</summary>
    public static float[][] Over(
        SessionLease lease,
        GraphTensor input,
        IReadOnlyList<GraphTensor> outputs,
        ReadOnlySpan<float> rows
    )
    {
        int rowCount = rows.Length / input.Width;
        float[][] results = [.. outputs.Select(o => new float[checked(rowCount * o.Width)])];
        if (rowCount == 0)
        {
            lease.ThrowIfDisposed();
            return results;
        }
        using var batch = new OnnxBatch(lease, [input], outputs, Math.Min(rowCount, RowsPerRun));
        for (int start = 0; start < rowCount; start += batch.Capacity)
        {
            int count = Math.Min(batch.Capacity, rowCount - start);
            rows.Slice(start * input.Width, count * input.Width).CopyTo(batch.InputRows<float>(0, count));
            batch.Run(count);
            for (int i = 0; i < results.Length; i++)
            {
                int width = outputs[i].Width;
                batch.OutputRows<float>(i, count).CopyTo(results[i].AsSpan(start * width));
            }
        }
        return results;
    }
}
