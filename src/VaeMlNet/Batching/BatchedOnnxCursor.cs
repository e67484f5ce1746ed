using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A cursor that serves rows one by one and reads its source one batch ahead. It runs the graph once per batch, when the first
/// value that needs the graph is read. It can read the next batch of the source while the graph runs.
/// </summary>
/// <remarks>The thread that reads this cursor reads the source. When a call returns, no run is in progress.</remarks>
internal sealed class BatchedOnnxCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor source;
    private readonly ActiveColumns active;
    private readonly StepBatch[] batches;
    private readonly RowWindow window;
    private readonly int capacity;
    private readonly bool isOneOfSeveral;
    private int buffer;
    private int rowOfBuffer = -1;
    private long position = -1;
    private bool isNextFilled;
    private bool isAtEnd;
    private bool hasRun;
    private bool disposed;

    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step. The cursor does not close them.</param>
    /// <param name="schema">The schema of the rows.</param>
    /// <param name="source">The cursor to read. This cursor owns and disposes it.</param>
    /// <param name="active">The requested columns.</param>
    /// <param name="capacity">The number of rows of a batch.</param>
    /// <param name="readsWhileRunning">True to read the next batch of the source while the graph runs.</param>
    /// <param name="isOneOfSeveral">True if several cursors share the rows of the view.</param>
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
        var bufferCount = active.NeedsGraph ? (readsWhileRunning ? 2 : 1) : 0;
        batches = [.. Enumerable.Range(0, bufferCount).Select(_ => step.MakeBatch(sessions, active.Tensors, capacity))];
        window = new(step, source, active, batches, capacity);
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
        if (++rowOfBuffer >= window.Count(buffer))
        {
            GoToNextBuffer();
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
            Array.ForEach(batches, batch => batch.Dispose());
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private int NextBuffer => (buffer + 1) % Math.Max(batches.Length, 1);

    private void GoToNextBuffer()
    {
        // If the source fails or has no more rows, there is no current row.
        var reached = position;
        position = -1;
        hasRun = false;
        rowOfBuffer = 0;
        buffer = NextBuffer;
        if (!isNextFilled)
        {
            window.Fill(buffer);
        }

        isNextFilled = false;
        window.ThrowIfFailed(buffer);
        isAtEnd = window.Count(buffer) == 0;
        position = isAtEnd ? -1 : reached;
        if (isAtEnd)
        {
            // ML.NET's own cursors dispose themselves too: some of its readers do not (ShuffleRows, for example).
            Dispose();
        }
    }

    private Delegate MakeGetter(DataViewSchema.Column column)
    {
        return active.FindInput(column, out var added) is { } input
            ? window.Column(input.Index).MakeGetter(CurrentRowOfWindow)
            : added!.MakeGetter(new CurrentOutput(this, active.TensorOf(added)));
    }

    private int CurrentRowOfWindow() => CurrentRowOfBuffer() + (buffer * capacity);

    /// <summary>
    /// Returns the number of the row for messages. If several cursors share the rows, the position in this cursor is not the
    /// number of the row in the data; the row id is.
    /// </summary>
    private long CurrentRowNumber() => isOneOfSeveral ? (long)window.Id(CurrentRowOfWindow()).Low : position;

    private int CurrentRowOfBuffer() => position >= 0 ? rowOfBuffer : throw StepErrors.NoCurrentRow();

    private ReadOnlySpan<T> CurrentValues<T>(int tensor)
        where T : struct
    {
        var current = CurrentRowOfBuffer();
        if (!hasRun)
        {
            Run();
            hasRun = true;
        }
        // A bad row fails only when it is read, so that it does not fail the other rows of the batch.
        window.Check(CurrentRowOfWindow(), CurrentRowNumber());
        return batches[buffer].Output<T>(tensor, current);
    }

    private void Run()
    {
        var batch = batches[buffer];
        var count = window.Count(buffer);
        // Many readers look at the first rows only. Readers of the second batch usually read all rows.
        var isFirst = position < capacity;
        var isLast = count < capacity;
        if (batches.Length == 1 || isFirst || isLast || isNextFilled)
        {
            batch.Run(count);
            return;
        }

        var run = Task.Run(() => batch.Run(count));
        window.Fill(NextBuffer);
        isNextFilled = true;
        run.GetAwaiter().GetResult();
    }

    private sealed class CurrentOutput(BatchedOnnxCursor cursor, int tensor) : ICurrentOutput
    {
        public ReadOnlySpan<T> Values<T>()
            where T : struct => cursor.CurrentValues<T>(tensor);
    }
}
