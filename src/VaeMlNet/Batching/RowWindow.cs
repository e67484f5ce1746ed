using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A window of rows of a source cursor that was read ahead: ids, batches and passed-through values, and the inputs of every
/// row where the graph wants them. It has a part for each batch, so that one can be read while another one is served.
/// </summary>
/// <remarks>Rows count through all parts: part p begins at row p * capacity.</remarks>
internal sealed class RowWindow
{
    private readonly DataViewRowCursor source;
    private readonly ValueGetter<DataViewRowId> idGetter;
    private readonly DataViewRowId[] ids;
    private readonly long[] batches;
    private readonly Dictionary<int, BufferedColumn> columns = [];
    private readonly bool[] isAllowed;
    private readonly InputReader[] readers = [];
    private readonly StepBatch[] graphs;
    private readonly int capacity;
    private readonly int[] counts;
    private ExceptionDispatchInfo? failure;
    private bool sourceIsDone;

    /// <param name="step">The step.</param>
    /// <param name="source">The cursor to read ahead of.</param>
    /// <param name="active">The columns of the source to keep.</param>
    /// <param name="graphs">The batches that receive the inputs of each part. Empty where no run is requested, and then there is one part.</param>
    /// <param name="capacity">Rows of a part.</param>
    public RowWindow(
        BatchedOnnxStep step,
        DataViewRowCursor source,
        ActiveColumns active,
        StepBatch[] graphs,
        int capacity
    )
    {
        this.source = source;
        this.graphs = graphs;
        this.capacity = capacity;
        counts = new int[Math.Max(graphs.Length, 1)];
        var rows = checked(counts.Length * capacity);
        idGetter = source.GetIdGetter();
        ids = new DataViewRowId[rows];
        batches = new long[rows];
        isAllowed = new bool[rows];
        foreach (var column in active.PassedThrough)
        {
            columns.Add(column.Index, BufferedColumn.Create(source, column, rows));
        }

        if (graphs.Length > 0)
        {
            // An input column that is passed through too is computed once, not twice.
            readers = step.MakeReaders(source, active, c => columns.GetValueOrDefault(c.Index)?.MakeFetchedGetter());
        }
    }

    /// <summary>Rows in a part.</summary>
    public int Count(int part) => counts[part];

    public BufferedColumn Column(int index) => columns[index];

    public DataViewRowId Id(int row) => ids[row];

    public long Batch(int row) => batches[row];

    /// <summary>Throws when the inputs of a row are not what the graph may be asked for.</summary>
    /// <param name="row">The row.</param>
    /// <param name="rowNumber">Its number in messages.</param>
    public void Check(int row, long rowNumber)
    {
        if (!isAllowed[row])
        {
            InputReader.CheckAll(readers, graphs[row / capacity], row % capacity, rowNumber);
        }
    }

    /// <summary>
    /// Reads the next rows of the source into a part. An error of the source belongs to the row that it came with: the rows
    /// before it are given first.
    /// </summary>
    public void Fill(int part)
    {
        counts[part] = 0;
        try
        {
            while (failure is null && !sourceIsDone && counts[part] < capacity)
            {
                if (source.MoveNext())
                {
                    Fetch(part, counts[part]);
                    counts[part]++;
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

    /// <summary>Throws the source's error when a part has no row because of it.</summary>
    public void ThrowIfFailed(int part)
    {
        if (counts[part] == 0)
        {
            failure?.Throw();
        }
    }

    private void Fetch(int part, int rowOfPart)
    {
        var row = (part * capacity) + rowOfPart;
        batches[row] = source.Batch;
        idGetter(ref ids[row]);
        foreach (var column in columns.Values)
        {
            column.Fetch(row);
        }

        if (graphs.Length > 0)
        {
            isAllowed[row] = InputReader.ReadAll(readers, graphs[part], rowOfPart);
        }
    }
}
