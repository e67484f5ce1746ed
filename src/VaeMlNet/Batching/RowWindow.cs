using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A window of rows that were read ahead from a source cursor: their ids, their <see cref="DataViewRow.Batch"/> numbers, their
/// passed-through values and, where a graph runs, their inputs. The window has one buffer per batch, so that one buffer can be
/// filled while another one is served.
/// </summary>
/// <remarks>Row numbers run through all buffers: buffer b begins at row b * capacity.</remarks>
internal sealed class RowWindow : IDisposable
{
    private readonly DataViewRowCursor source;
    private readonly ValueGetter<DataViewRowId> idGetter;
    private readonly DataViewRowId[] ids;
    private readonly long[] batchIds;
    private readonly Dictionary<int, BufferedColumn> columns;
    private readonly BufferedColumn[] passedThrough;
    private readonly bool[] isAllowed;
    private readonly InputReader[] readers = [];
    private readonly StepBatch?[] batches;
    private readonly Func<StepBatch> newBatch;
    private readonly int capacity;
    private readonly int[] counts;
    private int bufferCount = 1;
    private ExceptionDispatchInfo? failure;
    private bool sourceIsDone;

    /// <param name="step">The step.</param>
    /// <param name="sessions">The sessions of the step.</param>
    /// <param name="source">The cursor to read from.</param>
    /// <param name="active">The columns of the source to keep, and the outputs of the graph.</param>
    /// <param name="batching">The largest number of buffers and the number of their rows.</param>
    public RowWindow(
        BatchedOnnxStep step,
        StepSessions sessions,
        DataViewRowCursor source,
        ActiveColumns active,
        CursorBatching batching
    )
    {
        this.source = source;
        capacity = batching.Capacity;
        newBatch = () => step.NewBatch(step, sessions, active.Tensors, capacity);
        batches = new StepBatch?[batching.BufferCount];
        counts = new int[batching.BufferCount];
        var rows = checked(batching.BufferCount * capacity);
        idGetter = source.GetIdGetter();
        ids = new DataViewRowId[rows];
        batchIds = new long[rows];
        isAllowed = new bool[rows];
        columns = active.PassedThrough.ToDictionary(c => c.Index, c => BufferedColumn.Create(source, c, rows));
        passedThrough = [.. columns.Values];
        if (active.NeedsGraph)
        {
            // An input column that is also passed through is computed once, not twice.
            readers = step.MakeReaders(source, active, c => columns.GetValueOrDefault(c.Index)?.MakeFetchedGetter());
            batches[0] = newBatch();
        }
    }

    /// <summary>Returns the number of rows in a buffer.</summary>
    public int Count(int buffer) => counts[buffer];

    public BufferedColumn Column(int index) => columns[index];

    public DataViewRowId Id(int row) => ids[row];

    public long Batch(int row) => batchIds[row];

    /// <summary>Throws if the model does not allow the inputs of a row.</summary>
    /// <param name="row">The number of the row in the window.</param>
    /// <param name="position">The position of the row in the cursor.</param>
    public void Check(int row, long position)
    {
        if (!isAllowed[row])
        {
            var number = source is NumberedCursor numbered ? numbered.NumberOf(ids[row]) : position;
            InputReader.CheckAll(readers, batches[row / capacity]!, row % capacity, number);
        }
    }

    /// <summary>Returns a run of the graphs on the rows of a buffer.</summary>
    public BatchRun NewRun(int buffer) => new(batches[buffer]!, counts[buffer]);

    /// <summary>Returns an output of the last run for a row of a buffer.</summary>
    public RowValues Output(int buffer, int tensor, int rowOfBuffer) => batches[buffer]!.Output(tensor, rowOfBuffer);

    /// <summary>Allocates another buffer. Returns false if there are as many as allowed, or if the sessions were disposed.</summary>
    public bool TryAddBuffer(out int buffer)
    {
        buffer = bufferCount;
        if (buffer == batches.Length)
        {
            return false;
        }

        try
        {
            batches[buffer] = newBatch();
        }
        catch (ObjectDisposedException)
        {
            // The next run says it.
            return false;
        }

        bufferCount++;
        return true;
    }

    /// <summary>
    /// Reads the next rows of the source into a buffer. If the source fails, the rows before the failure are served first, and
    /// <see cref="ThrowIfFailed"/> then throws the error.
    /// </summary>
    public void Fill(int buffer)
    {
        var count = 0;
        try
        {
            while (failure is null && !sourceIsDone && count < capacity)
            {
                if (source.MoveNext())
                {
                    Fetch(buffer, count);
                    count++;
                }
                else
                {
                    sourceIsDone = true;
                }
            }
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        counts[buffer] = count;
    }

    /// <summary>Throws the source's error if it left the buffer without rows.</summary>
    public void ThrowIfFailed(int buffer)
    {
        if (counts[buffer] == 0)
        {
            failure?.Throw();
        }
    }

    /// <summary>Frees the buffers. The source is not disposed.</summary>
    public void Dispose()
    {
        foreach (var batch in batches)
        {
            batch?.Dispose();
        }
    }

    private void Fetch(int buffer, int rowOfBuffer)
    {
        var row = (buffer * capacity) + rowOfBuffer;
        batchIds[row] = source.Batch;
        idGetter(ref ids[row]);
        foreach (var column in passedThrough)
        {
            column.Fetch(row);
        }

        if (batches[buffer] is { } batch)
        {
            isAllowed[row] = InputReader.ReadAll(readers, batch, rowOfBuffer);
        }
    }
}
