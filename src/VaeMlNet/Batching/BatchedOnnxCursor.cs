using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// Serves rows one by one while it reads the source a batch ahead, and runs the graphs once per batch, when the first value of
/// the batch that needs it is read. It can read one more batch of the source while the graphs run.
/// </summary>
/// <remarks>The source is read by the thread that reads this cursor, and no run goes on when a call returns.</remarks>
internal sealed class BatchedOnnxCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor source;
    private readonly ActiveColumns active;
    private readonly StepBatch[] graphs;
    private readonly RowWindow window;
    private readonly int capacity;
    private readonly bool isOneOfSeveral;
    private int part;
    private int rowOfPart = -1;
    private long position = -1;
    private bool isNextFilled;
    private bool isAtEnd;
    private bool hasRun;
    private bool disposed;

    /// <param name="step">The step.</param>
    /// <param name="sessions">Its sessions, which stay open.</param>
    /// <param name="schema">Schema of the rows.</param>
    /// <param name="source">The cursor to read, which becomes this one's.</param>
    /// <param name="active">The requested columns.</param>
    /// <param name="capacity">Rows of a batch.</param>
    /// <param name="readsWhileRunning">True to read one more batch of the source while the graphs run.</param>
    /// <param name="isOneOfSeveral">True where the source has only a part of the view's rows.</param>
    public BatchedOnnxCursor(
        BatchedOnnxStep step,
        StepSessions sessions,
        DataViewSchema schema,
        DataViewRowCursor source,
        ActiveColumns active,
        int capacity,
        bool readsWhileRunning,
        bool isOneOfSeveral
    )
    {
        this.isOneOfSeveral = isOneOfSeveral;
        this.source = source;
        this.active = active;
        this.capacity = capacity;
        Schema = schema;
        var parts = active.NeedsGraph ? (readsWhileRunning ? 2 : 1) : 0;
        graphs = [.. Enumerable.Range(0, parts).Select(_ => step.MakeBatch(sessions, active.Tensors, capacity))];
        window = new(step, source, active, graphs, capacity);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => position;

    public override long Batch => position >= 0 ? window.Batch(CurrentRowOfWindow()) : 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column];

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = window.Id(CurrentRowOfWindow());

    public override bool MoveNext()
    {
        if (isAtEnd)
        {
            return false;
        }

        position++;
        if (++rowOfPart >= window.Count(part))
        {
            GoToNextPart();
        }

        return !isAtEnd;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        active.ThrowUnlessActive(column);
        return StepErrors.Typed<TValue>(MakeGetter(column), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            isAtEnd = true;
            position = -1;
            Array.ForEach(graphs, g => g.Dispose());
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int NextPart => (part + 1) % Math.Max(graphs.Length, 1);

    private void GoToNextPart()
    {
        // When the source fails, or has no more rows, there is no current row.
        var reached = position;
        position = -1;
        hasRun = false;
        rowOfPart = 0;
        part = NextPart;
        if (!isNextFilled)
        {
            window.Fill(part);
        }

        isNextFilled = false;
        window.ThrowIfFailed(part);
        isAtEnd = window.Count(part) == 0;
        position = isAtEnd ? -1 : reached;
        if (isAtEnd)
        {
            // As ML.NET's own cursors do, because not every reader of ML.NET disposes them (ShuffleRows does not).
            Dispose();
        }
    }

    private Delegate MakeGetter(DataViewSchema.Column column)
    {
        return active.FindInput(column, out var added) is { } input
            ? window.Column(input.Index).MakeGetter(CurrentRowOfWindow)
            : added!.MakeGetter(new CurrentOutput(this, active.TensorOf(added)));
    }

    private int CurrentRowOfWindow() => CurrentRowOfPart() + (part * capacity);

    /// <summary>
    /// Returns the number of the row for messages. Where several cursors share out the rows, the position in this one says nothing;
    /// the id is the row's number in the data that the ids come from.
    /// </summary>
    private long CurrentRowNumber() => isOneOfSeveral ? (long)window.Id(CurrentRowOfWindow()).Low : position;

    private int CurrentRowOfPart() => position >= 0 ? rowOfPart : throw StepErrors.NoCurrentRow();

    private ReadOnlySpan<T> CurrentValues<T>(int tensor)
        where T : struct
    {
        var current = CurrentRowOfPart();
        if (!hasRun)
        {
            Run();
            hasRun = true;
        }
        // An error of this row alone, not of the batch: a bad row that nobody asks for harms nobody.
        window.Check(CurrentRowOfWindow(), CurrentRowNumber());
        return graphs[part].Output<T>(tensor, current);
    }

    private void Run()
    {
        var graph = graphs[part];
        var count = window.Count(part);
        // Whoever reads beyond the first batch goes on; many look at the first rows only.
        var isFirst = position < capacity;
        var isLast = count < capacity;
        if (graphs.Length == 1 || isFirst || isLast || isNextFilled)
        {
            graph.Run(count);
            return;
        }

        var run = Task.Run(() => graph.Run(count));
        window.Fill(NextPart);
        isNextFilled = true;
        run.GetAwaiter().GetResult();
    }

    private sealed class CurrentOutput(BatchedOnnxCursor cursor, int tensor) : ICurrentOutput
    {
        public ReadOnlySpan<T> Values<T>()
            where T : struct => cursor.CurrentValues<T>(tensor);
    }
}
