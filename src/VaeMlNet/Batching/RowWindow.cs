using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A window of rows of a source cursor that was read ahead: ids, batches and passed-through values, and the inputs of every
/// row where the graph wants them.
/// </summary>
internal sealed class RowWindow
{
    private readonly DataViewRowCursor source;
    private readonly ValueGetter<DataViewRowId> idGetter;
    private readonly DataViewRowId[] ids;
    private readonly long[] batches;
    private readonly Dictionary<int, BufferedColumn> columns = [];
    private readonly bool[] isAllowed;
    private readonly InputReader[] readers = [];
    private readonly StepBatch? graph;
    private ExceptionDispatchInfo? failure;
    private bool sourceIsDone;

    /// <param name="step">The step.</param>
    /// <param name="source">The cursor to read ahead of.</param>
    /// <param name="active">Which columns of the source to keep.</param>
    /// <param name="graph">Where the inputs go; null when no run is wanted.</param>
    /// <param name="capacity">Rows of a window.</param>
    public RowWindow(
        BatchedOnnxStep step,
        DataViewRowCursor source,
        ActiveColumns active,
        StepBatch? graph,
        int capacity
    )
    {
        this.source = source;
        this.graph = graph;
        idGetter = source.GetIdGetter();
        ids = new DataViewRowId[capacity];
        batches = new long[capacity];
        isAllowed = new bool[capacity];
        foreach (DataViewSchema.Column column in active.InputColumns.Where(c => active[c]))
        {
            columns.Add(column.Index, BufferedColumn.Create(source, column, capacity));
        }
        if (graph is not null)
        {
            // An input column that is passed through too is computed once, not twice.
            readers = step.MakeReaders(source, active, c => columns.GetValueOrDefault(c.Index)?.MakeFetchedGetter());
        }
    }

    /// <summary>Rows in the window.</summary>
    public int Count { get; private set; }

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
            InputReader.CheckAll(readers, graph!, row, rowNumber);
        }
    }

    /// <summary>
    /// Reads the next window. An error of the source belongs to the row that it came with: the rows before it are given first.
    /// </summary>
    public void Fill()
    {
        Count = 0;
        try
        {
            while (failure is null && !sourceIsDone && Count < ids.Length)
            {
                if (source.MoveNext())
                {
                    Fetch(Count);
                    Count++;
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
        if (Count == 0)
        {
            failure?.Throw();
        }
    }

    private void Fetch(int row)
    {
        batches[row] = source.Batch;
        idGetter(ref ids[row]);
        foreach (BufferedColumn column in columns.Values)
        {
            column.Fetch(row);
        }
        if (graph is not null)
        {
            isAllowed[row] = InputReader.ReadAll(readers, graph, row);
        }
    }
}
