using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A window of rows of a source cursor that was read ahead: ids, batches and passed-through values, and the features of every
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
    private readonly FeatureReader? features;
    private readonly InputRange range;
    private readonly StepBatch? graph;
    private ExceptionDispatchInfo? failure;
    private bool sourceIsDone;

    /// <param name="source">The cursor to read ahead of.</param>
    /// <param name="passedThrough">Columns of the source to keep.</param>
    /// <param name="feature">The feature column of the source.</param>
    /// <param name="range">What features may be.</param>
    /// <param name="graph">Where the features go; null when no run is wanted.</param>
    /// <param name="capacity">Rows of a window.</param>
    public RowWindow(
        DataViewRowCursor source,
        IEnumerable<DataViewSchema.Column> passedThrough,
        DataViewSchema.Column feature,
        InputRange range,
        StepBatch? graph,
        int capacity
    )
    {
        this.source = source;
        idGetter = source.GetIdGetter();
        ids = new DataViewRowId[capacity];
        batches = new long[capacity];
        isAllowed = new bool[capacity];
        this.range = range;
        this.graph = graph;
        foreach (DataViewSchema.Column column in passedThrough)
        {
            columns.Add(column.Index, BufferedColumn.Create(source, column, capacity));
        }
        if (graph is not null)
        {
            // A feature column that is passed through too is computed once, not twice.
            bool isKept = columns.TryGetValue(feature.Index, out BufferedColumn? kept);
            ValueGetter<VBuffer<float>> getter = isKept
                ? ((BufferedVector<float>)kept!).LendFetched
                : source.GetGetter<VBuffer<float>>(feature);
            features = new(source, getter, feature.Name);
        }
    }

    /// <summary>Rows in the window.</summary>
    public int Count { get; private set; }

    public BufferedColumn Column(int index) => columns[index];

    public DataViewRowId Id(int row) => ids[row];

    public long Batch(int row) => batches[row];

    /// <summary>Whether the features of a row are within their range.</summary>
    public bool IsAllowed(int row) => isAllowed[row];

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
        if (features is not null)
        {
            Span<float> values = graph!.Input(row);
            features.Read(values);
            // Looked at while the row is in the processor's cache, told when somebody asks for the row.
            isAllowed[row] = range.Allows(values);
        }
    }
}
