using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A cursor that serves rows one by one and reads its source one or several batches ahead. It runs the graph once per batch, when the first
/// value that needs the graph is read. Several batches can run at the same time, as a group, while the next group is read from the source.
/// </summary>
/// <remarks>
/// The thread that reads this cursor reads the source. When a call returns, no run is in progress. The first group is a single batch, because
/// many readers look at the first rows only.
/// </remarks>
internal sealed class BatchedOnnxCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor source;
    private readonly ActiveColumns active;
    private readonly StepBatch[] batches;
    private readonly RowWindow window;
    private readonly int capacity;
    private readonly bool isOneOfSeveral;
    private readonly int groupSize;
    private readonly int[] filled = new int[2]; // the buffers with rows of each group
    private int group;
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
    /// <param name="runsAtOnce">The number of batches that run at the same time.</param>
    /// <param name="isOneOfSeveral">True if several cursors share the rows of the view.</param>
    public BatchedOnnxCursor(
        BatchedOnnxStep step,
        StepSessions sessions,
        DataViewSchema schema,
        DataViewRowCursor source,
        ActiveColumns active,
        int capacity,
        bool readsWhileRunning,
        int runsAtOnce,
        bool isOneOfSeveral
    )
    {
        this.isOneOfSeveral = isOneOfSeveral;
        this.source = source;
        this.active = active;
        this.capacity = capacity;
        Schema = schema;
        groupSize = runsAtOnce;
        var bufferCount = active.NeedsGraph ? groupSize * (readsWhileRunning ? 2 : 1) : 0;
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

    private int NextGroup => batches.Length > groupSize ? 1 - group : 0;

    private void GoToNextBuffer()
    {
        // If the source fails or has no more rows, there is no current row.
        var reached = position;
        position = -1;
        rowOfBuffer = 0;
        if (buffer + 1 < (group * groupSize) + filled[group])
        {
            buffer++;
        }
        else
        {
            GoToNextGroup(isFirst: reached == 0);
        }

        window.ThrowIfFailed(buffer);
        isAtEnd = window.Count(buffer) == 0;
        position = isAtEnd ? -1 : reached;
        if (isAtEnd)
        {
            // ML.NET's own cursors dispose themselves too: some of its readers do not (ShuffleRows, for example).
            Dispose();
        }
    }

    private void GoToNextGroup(bool isFirst)
    {
        group = NextGroup;
        buffer = group * groupSize;
        hasRun = false;
        if (!isNextFilled)
        {
            Fill(group, isFirst ? 1 : groupSize);
        }

        isNextFilled = false;
    }

    private void Fill(int next, int bufferCount)
    {
        filled[next] = 0;
        int count;
        do
        {
            var current = (next * groupSize) + filled[next];
            window.Fill(current);
            count = window.Count(current);
            filled[next] += count > 0 ? 1 : 0;
        } while (count == capacity && filled[next] < bufferCount);
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
        var first = group * groupSize;
        var last = first + filled[group] - 1;
        var isFirst = position < capacity;
        var isLast = window.Count(last) < capacity;
        var readsMeanwhile = batches.Length > groupSize && !isFirst && !isLast && !isNextFilled;
        if (first == last && !readsMeanwhile)
        {
            Run(first);
            return;
        }

        var runs = Enumerable.Range(first, filled[group]).Select(number => Task.Run(() => Run(number))).ToArray();
        if (readsMeanwhile)
        {
            Fill(NextGroup, groupSize);
            isNextFilled = true;
        }

        Task.WhenAll(runs).GetAwaiter().GetResult();
    }

    private void Run(int number) => batches[number].Run(window.Count(number));

    private sealed class CurrentOutput(BatchedOnnxCursor cursor, int tensor) : ICurrentOutput
    {
        public ReadOnlySpan<T> Values<T>()
            where T : struct => cursor.CurrentValues<T>(tensor);
    }
}
