namespace VaeMlNet;

/// <summary>
/// Runs the graph for all rows that arrived while as many runs as allowed were in progress. One of the waiting threads runs it, so that no row
/// waits for another thread or for a time.
/// </summary>
/// <param name="inputs">The inputs of the graph.</param>
/// <param name="batches">The buffers of runs. The caller disposes them after this object.</param>
/// <param name="largest">The largest number of rows of a run.</param>
/// <param name="runCount">The largest number of runs at the same time.</param>
internal sealed class SharedRuns(RowInputs inputs, BatchPool batches, int largest, int runCount) : IDisposable
{
    private readonly object gate = new();
    private int freeRuns = runCount;
    private Round? pending;

    public float Score(ReadOnlySpan<float> row)
    {
        Round round;
        int place;
        lock (gate)
        {
            while (pending?.Count == largest)
            {
                Monitor.Wait(gate);
            }

            round = pending ??= new(batches.Take());
            place = round.Count;
            inputs.Write(row, round.Batch, place); // a refused row takes no place
            round.Count++;
            while (round == pending && freeRuns == 0)
            {
                Monitor.Wait(gate);
            }

            if (round != pending)
            {
                // Another thread runs it.
                while (!round.IsDone)
                {
                    Monitor.Wait(gate);
                }

                return round.ScoreAt(place);
            }

            freeRuns--;
            pending = null;
            Monitor.PulseAll(gate); // there is room again
        }

        round.Run();
        lock (gate)
        {
            round.IsDone = true;
            freeRuns++;
            batches.Return(round.Batch);
            Monitor.PulseAll(gate);
        }

        return round.ScoreAt(place);
    }

    /// <summary>Returns the buffers that no row uses. Runs in progress end, and return theirs.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (pending is { Count: 0 })
            {
                batches.Return(pending.Batch);
                pending = null;
            }
        }
    }

    /// <summary>The rows of a run.</summary>
    private sealed class Round(OnnxBatch batch)
    {
        private float[] scores = [];
        private Exception? failure;

        public OnnxBatch Batch => batch;

        public int Count { get; set; }

        public bool IsDone { get; set; }

        public void Run()
        {
            try
            {
                batch.Run(Count);
                scores = batch.OutputRows<float>(0, Count).ToArray();
            }
            catch (Exception e)
            {
                failure = e;
            }
        }

        public float ScoreAt(int place) =>
            failure switch
            {
                null => scores[place],
                // Each thread throws its own exception, with its own stack.
                ObjectDisposedException disposed => throw new ObjectDisposedException(disposed.ObjectName, failure),
                VaeModelException => throw new VaeModelException(failure.Message, failure),
                _ => throw new InvalidOperationException(failure.Message, failure),
            };
    }
}
