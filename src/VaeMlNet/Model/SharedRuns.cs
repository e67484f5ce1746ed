namespace VaeMlNet;

/// <summary>
/// Runs the graph for all rows that arrived during the run before. One of the waiting threads runs it, so that no row waits for another thread
/// or for a time.
/// </summary>
internal sealed class SharedRuns : ScoringRuns
{
    private readonly object gate = new();
    private readonly RowInputs inputs;
    private readonly int largest;
    private Round pending;
    private OnnxBatch? spare; // null during a run
    private bool disposed;

    /// <param name="inputs">The inputs of the graph.</param>
    /// <param name="newBatch">Creates buffers for a number of rows.</param>
    /// <param name="largest">The largest number of rows of a run.</param>
    public SharedRuns(RowInputs inputs, Func<int, OnnxBatch> newBatch, int largest)
    {
        this.inputs = inputs;
        this.largest = largest;
        pending = new(newBatch(largest));
        spare = newBatch(largest);
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
            while (spare is null && !round.IsDone)
            {
                Monitor.Wait(gate);
            }

            if (round.IsDone)
            {
                return round.ScoreAt(place);
            }

            pending = new(spare!);
            spare = null;
            Monitor.PulseAll(gate); // there is room again
        }

        round.Run();
        lock (gate)
        {
            round.IsDone = true;
            spare = round.Batch;
            if (disposed)
            {
                spare.Dispose();
            }

            Monitor.PulseAll(gate);
        }

        return round.ScoreAt(place);
    }

    public override void Dispose()
    {
        lock (gate)
        {
            if (!disposed)
            {
                disposed = true;
                if (pending.Count == 0)
                {
                    pending.Batch.Dispose();
                }

                spare?.Dispose();
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
