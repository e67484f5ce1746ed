namespace VaeMlNet;

/// <summary>
/// Runs the graph for all rows that arrived while as many runs as allowed were in progress. One of the waiting threads runs it, so that no row
/// waits for another thread or for a time.
/// </summary>
internal sealed class SharedRuns : ScoringRuns
{
    private readonly object gate = new();
    private readonly RowInputs inputs;
    private readonly int largest;
    private readonly Stack<OnnxBatch> spares = new(); // as many as runs may begin
    private Round pending;
    private bool disposed;

    /// <param name="inputs">The inputs of the graph.</param>
    /// <param name="newBatch">Creates buffers for a number of rows.</param>
    /// <param name="largest">The largest number of rows of a run.</param>
    /// <param name="runCount">The largest number of runs at the same time.</param>
    public SharedRuns(RowInputs inputs, Func<int, OnnxBatch> newBatch, int largest, int runCount)
    {
        this.inputs = inputs;
        this.largest = largest;
        pending = new(newBatch(largest));
        for (var run = 0; run < runCount; run++)
        {
            spares.Push(newBatch(largest));
        }
    }

    public override float Score(ReadOnlySpan<float> row)
    {
        Round round;
        int place;
        lock (gate)
        {
            while (pending.Count == largest)
            {
                Monitor.Wait(gate);
            }

            ObjectDisposedException.ThrowIf(disposed, typeof(VaeScorer));
            (round, place) = (pending, pending.Count);
            inputs.Write(row, round.Batch, place); // a refused row takes no place
            round.Count++;
            while (round == pending && spares.Count == 0)
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

            pending = new(spares.Pop());
            Monitor.PulseAll(gate); // there is room again
        }

        round.Run();
        lock (gate)
        {
            round.IsDone = true;
            spares.Push(round.Batch);
            if (disposed)
            {
                round.Batch.Dispose();
            }

            Monitor.PulseAll(gate);
        }

        return round.ScoreAt(place);
    }

    public override void Dispose()
    {
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            if (pending.Count == 0)
            {
                pending.Batch.Dispose();
            }

            foreach (var spare in spares)
            {
                spare.Dispose();
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

        /// <exception cref="VaeModelException">The run failed.</exception>
        /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
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
