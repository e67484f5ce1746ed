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

        ShareBatches(
            lease,
            ((rowCount - 1) / RowsPerRun) + 1,
            () => new OnnxBatch(lease, inputs.Select(i => i.Tensor), outputs, Math.Min(rowCount, RowsPerRun)),
            (batch, number) => Run(batch, inputs, results, number * RowsPerRun)
        );
        return results;
    }

    /// <summary>
    /// Runs batches on as many threads as the session allows, the calling one among them, and returns when all are done. A batch must not depend
    /// on the others, so that results are the same for each number of threads.
    /// </summary>
    /// <param name="lease">The session.</param>
    /// <param name="batchCount">The number of batches, at least 1.</param>
    /// <param name="create">Creates the buffers of a thread, which are disposed at its end.</param>
    /// <param name="run">Runs the batch of a number from 0 in these buffers.</param>
    public static void ShareBatches<TBuffers>(
        SessionLease lease,
        int batchCount,
        Func<TBuffers> create,
        Action<TBuffers, int> run
    )
        where TBuffers : IDisposable
    {
        var last = -1;
        void RunBatches()
        {
            using var buffers = create();
            for (int number; (number = Interlocked.Increment(ref last)) < batchCount; )
            {
                run(buffers, number);
            }
        }

        var threadCount = Math.Min(lease.Session.RunsAtOnce, batchCount);
        Task[] others = [.. Enumerable.Range(1, threadCount - 1).Select(_ => Task.Run(RunBatches))];
        try
        {
            RunBatches();
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
