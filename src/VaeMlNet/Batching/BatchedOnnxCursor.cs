using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// A cursor that serves rows one by one and reads its source in batches. It runs the graph once per batch, when the first value that needs the
/// graph is read. While values are read, it also runs the next batches, on other threads and on the reading one.
/// </summary>
/// <remarks>
/// The thread that reads this cursor reads the source. The first batch runs alone, because many readers look at the first rows only. Disposing the
/// cursor waits for the runs in progress.
/// </remarks>
internal sealed class BatchedOnnxCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor source;
    private readonly ActiveColumns active;
    private readonly RowWindow window;
    private readonly RunQueue queue;
    private readonly BatchRun?[] runs; // of the batch in each buffer
    private readonly Queue<int> next = new(); // the buffers with the next batches, in their order
    private readonly Stack<int> free = new();
    private readonly int capacity;
    private readonly bool readerRuns;
    private int buffer = -1; // of the batch that contains the current row
    private int rowOfBuffer = -1;
    private long position = -1;
    private bool isAtEnd;
    private bool hasRun; // the batch of the current row
    private bool disposed;

    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step. The cursor does not close them.</param>
    /// <param name="schema">The schema of the rows.</param>
    /// <param name="source">The cursor to read. This cursor owns and disposes it.</param>
    /// <param name="active">The requested columns.</param>
    /// <param name="batching">The sizes of the batches and of the memory for them.</param>
    public BatchedOnnxCursor(
        BatchedOnnxStep step,
        StepSessions sessions,
        DataViewSchema schema,
        DataViewRowCursor source,
        ActiveColumns active,
        CursorBatching batching
    )
    {
        this.source = source;
        this.active = active;
        Schema = schema;
        capacity = batching.Capacity;
        window = new(step, sessions, source, active, batching);
        runs = new BatchRun?[batching.BufferCount];
        free.Push(0);
        queue = new(batching.WorkerCount);
        readerRuns = batching.ReaderRuns;
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
        if (buffer < 0 || ++rowOfBuffer >= window.Count(buffer))
        {
            GoToNextBatch();
        }

        return !isAtEnd;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        active.ThrowUnlessActive(column);
        return CursorErrors.Typed<TValue>(MakeGetter(column), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            isAtEnd = true;
            position = -1;
            foreach (var run in runs)
            {
                run?.Cancel();
            }

            window.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void GoToNextBatch()
    {
        // If the source fails or has no more rows, there is no current row.
        var reached = position;
        position = -1;
        rowOfBuffer = 0;
        if (buffer >= 0)
        {
            free.Push(buffer);
        }

        if (next.Count == 0)
        {
            FillNext();
        }

        buffer = next.Dequeue();
        window.ThrowIfFailed(buffer);
        isAtEnd = window.Count(buffer) == 0;
        if (isAtEnd)
        {
            // ML.NET's own cursors dispose themselves too: some of its readers do not (ShuffleRows, for example).
            Dispose();
            return;
        }

        // A consumer that read values of the last batch will read those of the next ones, too.
        if (hasRun && runs.Length > 1)
        {
            RunAhead();
        }

        hasRun = false;
        position = reached;
    }

    private void RunAhead()
    {
        Start(buffer);
        var last = next.Count > 0 ? next.Last() : buffer;
        while (window.Count(last) == capacity && next.Count + 1 < runs.Length && HasFreeBuffer())
        {
            last = FillNext();
            Start(last);
        }
    }

    private bool HasFreeBuffer()
    {
        if (free.Count == 0 && window.TryAddBuffer(out var added))
        {
            free.Push(added);
        }

        return free.Count > 0;
    }

    private int FillNext()
    {
        var filled = free.Pop();
        runs[filled]?.Cancel();
        runs[filled] = null;
        window.Fill(filled);
        next.Enqueue(filled);
        return filled;
    }

    private void Start(int number)
    {
        if (runs[number] is null && window.Count(number) > 0)
        {
            queue.Add(runs[number] = window.NewRun(number));
        }
    }

    private Delegate MakeGetter(DataViewSchema.Column column)
    {
        if (active.FindInput(column, out var added) is { } input)
        {
            return window.Column(input.Index).MakeGetter(CurrentRowOfWindow);
        }

        var tensor = active.TensorOf(added!);
        return added!.MakeGetter(() => CurrentValues(tensor));
    }

    private int CurrentRowOfWindow() => CurrentRowOfBuffer() + (buffer * capacity);

    private int CurrentRowOfBuffer() => position >= 0 ? rowOfBuffer : throw CursorErrors.NoCurrentRow();

    private RowValues CurrentValues(int tensor)
    {
        var current = CurrentRowOfBuffer();
        if (!hasRun)
        {
            Run();
        }

        // A bad row fails only when it is read, so that it does not fail the other rows of the batch.
        window.Check(CurrentRowOfWindow(), position);
        return window.Output(buffer, tensor, current);
    }

    private void Run()
    {
        var run = runs[buffer] ??= window.NewRun(buffer);
        run.TryRun();
        // Instead of waiting, this thread runs the next batches.
        while (readerRuns && !run.HasEnded && queue.TryTake() is { } other)
        {
            other.TryRun();
        }

        run.Wait();
        hasRun = true;
    }
}
