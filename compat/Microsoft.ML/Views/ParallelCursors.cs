using System.Collections.Concurrent;

namespace Microsoft.ML.Data;

/// <summary>
/// Splits one cursor into several and joins several into one, each read by a thread of its own, as ML.NET does behind every
/// view that computes columns: such a view is computed by several cursors at once even where one cursor is asked for.
/// </summary>
internal static class ParallelCursors
{
    private const int RowsOfABatch = 128;
    private const int BatchesThatWait = 4;

    /// <summary>
    /// Returns a cursor over a view. If the view gives several cursors, they are read in parallel, and the rows stay in
    /// the source's order.
    /// </summary>
    public static DataViewRowCursor Consolidated(
        IDataView view,
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        Random rand
    )
    {
        var count = Math.Max(2, Environment.ProcessorCount - 1);
        var cursors = view.GetRowCursorSet(columnsNeeded, count, view.CanShuffle ? rand : null);
        return cursors.Length == 1 ? cursors[0] : Consolidate(cursors);
    }

    /// <summary>Creates cursors that distribute the rows of one cursor in batches. They take ownership of it.</summary>
    public static DataViewRowCursor[] Split(DataViewRowCursor input, int count)
    {
        var batches = new BlockingCollection<RowBatch>(BatchesThatWait);
        var columns = input.Schema.Where(input.IsColumnActive).ToArray();
        var reader = new RowBatchReader(input, columns);
        var quits = false;
        var running = count;
        var thread = Run(() =>
        {
            Exception error = null;
            try
            {
                using (input)
                {
                    long batch = 0;
                    while (!Volatile.Read(ref quits) && input.MoveNext())
                    {
                        if (reader.Fill() == RowsOfABatch)
                        {
                            batches.Add(reader.Take(batch++));
                        }
                    }

                    if (reader.Count > 0)
                    {
                        batches.Add(reader.Take(batch));
                    }
                }
            }
            catch (Exception e)
            {
                error = e;
            }
            // One cursor gets the error; for the others it is the end.
            batches.Add(error is null ? null : RowBatch.Failed(error));
            for (var i = 1; i < count; i++)
            {
                batches.Add(null);
            }

            batches.CompleteAdding();
        });
        void Quit()
        {
            if (Interlocked.Decrement(ref running) > 0)
            {
                return;
            }

            Volatile.Write(ref quits, true);
            foreach (var _ in batches.GetConsumingEnumerable()) { }

            thread.Join();
        }

        return Enumerable
            .Range(0, count)
            .Select(_ =>
                (DataViewRowCursor)new RowBatchCursor(input.Schema, columns, reader.Stores, batches.Take, Quit)
            )
            .ToArray();
    }

    /// <summary>
    /// Returns a cursor over the rows of several cursors, in the order of their batches. The new cursor owns the
    /// others.
    /// </summary>
    private static RowBatchCursor Consolidate(DataViewRowCursor[] inputs)
    {
        var columns = inputs[0].Schema.Where(inputs[0].IsColumnActive).ToArray();
        var readers = inputs.Select(input => new RowBatchReader(input, columns)).ToArray();
        var queues = inputs.Select(_ => new BlockingCollection<RowBatch>(BatchesThatWait)).ToArray();
        var quit = new CancellationTokenSource();
        var threads = inputs.Select((_, i) => Run(() => Read(readers[i], queues[i], quit.Token))).ToArray();
        var heads = new RowBatch[inputs.Length];
        var isAtEnd = new bool[inputs.Length];
        RowBatch TakeFirst()
        {
            for (var i = 0; i < heads.Length; i++)
            {
                if (heads[i] is null && !isAtEnd[i])
                {
                    heads[i] = queues[i].Take();
                    isAtEnd[i] = heads[i] is null;
                }
            }

            var first = heads.Where(head => head is not null).MinBy(head => head.Id);
            if (first is not null)
            {
                heads[Array.IndexOf(heads, first)] = null;
            }

            return first;
        }

        void Quit()
        {
            quit.Cancel();
            Array.ForEach(threads, thread => thread.Join());
        }

        return new RowBatchCursor(inputs[0].Schema, columns, readers[0].Stores, TakeFirst, Quit);
    }

    /// <summary>Reads a cursor to its end: a batch for each of its own, then null, or what went wrong.</summary>
    private static void Read(RowBatchReader reader, BlockingCollection<RowBatch> batches, CancellationToken quits)
    {
        try
        {
            Exception error = null;
            try
            {
                using (reader.Input)
                {
                    long batch = 0;
                    while (!quits.IsCancellationRequested && reader.Input.MoveNext())
                    {
                        if (reader.Count > 0 && reader.Input.Batch != batch)
                        {
                            batches.Add(reader.Take(batch), quits);
                        }

                        batch = reader.Input.Batch;
                        reader.Fill();
                    }

                    if (reader.Count > 0)
                    {
                        batches.Add(reader.Take(batch), quits);
                    }
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                error = e;
            }

            batches.Add(error is null ? null : RowBatch.Failed(error), quits);
        }
        catch (OperationCanceledException) { }
    }

    private static Thread Run(ThreadStart action)
    {
        var thread = new Thread(action) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
