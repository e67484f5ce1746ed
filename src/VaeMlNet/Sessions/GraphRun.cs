namespace VaeMlNet;

/// <summary>Runs a graph on any number of rows of an array.</summary>
internal static class GraphRun
{
    /// <summary>
    /// The number of rows of one run. It is large enough to use the processor fully, and small enough for its caches.
    /// </summary>
    private const int RowsPerRun = 256;

    /// <summary>Runs a graph with one input float32 [N, D]. Returns each output as float32 [N, width], row-major.</summary>
    public static float[][] Over(
        SessionLease lease,
        GraphTensor input,
        IReadOnlyList<GraphTensor> outputs,
        ReadOnlySpan<float> rows
    ) => [.. Over(lease, [TensorRows.Copy(input, rows)], outputs).Select(o => o.ToFloats())];

    /// <summary>Runs a graph with inputs of the same number of rows. Returns the outputs of these rows.</summary>
    public static TensorRows[] Over(
        SessionLease lease,
        IReadOnlyList<TensorRows> inputs,
        IReadOnlyList<GraphTensor> outputs
    )
    {
        var rowCount = inputs[0].RowCount;
        TensorRows[] results =
        [
            .. outputs.Select(o => new TensorRows(o, new byte[checked(rowCount * NumberTensor.RowLength(o))])),
        ];
        if (rowCount == 0)
        {
            lease.ThrowIfDisposed();
            return results;
        }

        var next = -1;
        void RunBatches()
        {
            using var batch = new OnnxBatch(
                lease,
                inputs.Select(i => i.Tensor),
                outputs,
                Math.Min(rowCount, RowsPerRun)
            );
            for (long start; (start = (long)Interlocked.Increment(ref next) * RowsPerRun) < rowCount; )
            {
                Run(batch, inputs, results, (int)start);
            }
        }

        // Every batch has the same rows for each number of threads, and therefore the same results.
        OnThreads(Math.Min(lease.Session.RunsAtOnce, ((rowCount - 1) / RowsPerRun) + 1), RunBatches);
        return results;
    }

    /// <summary>Runs the same work on the calling thread and on others, and returns when all of them are done.</summary>
    public static void OnThreads(int threadCount, Action work)
    {
        Task[] others = [.. Enumerable.Range(1, threadCount - 1).Select(_ => Task.Run(work))];
        try
        {
            work();
        }
        finally
        {
            Task.WhenAll(others).GetAwaiter().GetResult();
        }
    }

    private static void Run(OnnxBatch batch, IReadOnlyList<TensorRows> inputs, TensorRows[] results, int start)
    {
        var count = Math.Min(batch.Capacity, inputs[0].RowCount - start);
        for (var i = 0; i < inputs.Count; i++)
        {
            inputs[i].Slice(start, count).CopyTo(batch.InputRows<byte>(i, count));
        }

        batch.Run(count);
        for (var i = 0; i < results.Length; i++)
        {
            batch.OutputRows<byte>(i, count).CopyTo(results[i].Slice(start, count));
        }
    }
}
