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
internal sealed class RowWindow
{
    private readonly DataViewRowCursor source;
    private readonly ValueGetter<DataViewRowId> idGetter;
    private readonly DataViewRowId[] ids;
    private readonly long[] batchIds;
    private readonly Dictionary<int, BufferedColumn> columns = [];
    private readonly bool[] isAllowed;
    private readonly InputReader[] readers = [];
    private readonly StepBatch[] batches;
    private readonly int capacity;
    private readonly int[] counts;
    private ExceptionDispatchInfo? failure;
    private bool sourceIsDone;

    /// <param name="step">The step.</param>
    /// <param name="source">The cursor to read from.</param>
    /// <param name="active">The columns of the source to keep.</param>
    /// <param name="batches">The batches that receive the inputs, one per buffer. Without batches, the window has one buffer and reads no inputs.</param>
    /// <param name="capacity">The number of rows of a buffer.</param>
    public RowWindow(
        BatchedOnnxStep step,
        DataViewRowCursor source,
        ActiveColumns active,
        StepBatch[] batches,
        int capacity
    )
    {
        this.source = source;
        this.batches = batches;
        this.capacity = capacity;
        counts = new int[Math.Max(batches.Length, 1)];
        var rows = checked(counts.Length * capacity);
        idGetter = source.GetIdGetter();
        ids = new DataViewRowId[rows];
        batchIds = new long[rows];
        isAllowed = new bool[rows];
        foreach (var column in active.PassedThrough)
        {
            columns.Add(column.Index, BufferedColumn.Create(source, column, rows));
        }

        if (batches.Length > 0)
        {
            // An input column that is also passed through is computed once, not twice.
            readers = step.MakeReaders(source, active, c => columns.GetValueOrDefault(c.Index)?.MakeFetchedGetter());
        }
    }

    /// <summary>Returns the number of rows in a buffer.</summary>
    public int Count(int buffer) => counts[buffer];

    public BufferedColumn Column(int index) => columns[index];

    public DataViewRowId Id(int row) => ids[row];

    public long Batch(int row) => batchIds[row];

    /// <summary>Throws if the model does not allow the inputs of a row.</summary>
    /// <param name="row">The number of the row in the window.</param>
    /// <param name="rowNumber">The number of the row in messages.</param>
    public void Check(int row, long rowNumber)
    {
        if (!isAllowed[row])
        {
            InputReader.CheckAll(readers, batches[row / capacity], row % capacity, rowNumber);
        }
    }

    /// <summary>
    /// Reads the next rows of the source into a buffer. If the source fails, the rows before the failure are served first, and
    /// <see cref="ThrowIfFailed"/> then throws the error.
    /// </summary>
    public void Fill(int buffer)
    {
        counts[buffer] = 0;
        try
        {
            while (failure is null && !sourceIsDone && counts[buffer] < capacity)
            {
                if (source.MoveNext())
                {
                    Fetch(buffer, counts[buffer]);
                    counts[buffer]++;
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
    }

    /// <summary>Throws the source's error if it left the buffer without rows.</summary>
    public void ThrowIfFailed(int buffer)
    {
        if (counts[buffer] == 0)
        {
            failure?.Throw();
        }
    }

    private void Fetch(int buffer, int rowOfBuffer)
    {
        var row = (buffer * capacity) + rowOfBuffer;
        batchIds[row] = source.Batch;
        idGetter(ref ids[row]);
        foreach (var column in columns.Values)
        {
            column.Fetch(row);
        }

        if (batches.Length > 0)
        {
            isAllowed[row] = InputReader.ReadAll(readers, batches[buffer], rowOfBuffer);
        }
    }
}
