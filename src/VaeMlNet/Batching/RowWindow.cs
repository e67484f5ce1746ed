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
    private readonly DataViewRowCursor _source;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly DataViewRowId[] _ids;
    private readonly long[] _batches;
    private readonly Dictionary<int, BufferedColumn> _columns = [];
    private readonly FeatureReader? _features;
    private readonly OnnxBatch? _graph;
    private ExceptionDispatchInfo? _failure;
    private bool _sourceIsDone;

    /// <param name="source">The cursor to read ahead of.</param>
    /// <param name="passedThrough">Columns of the source to keep.</param>
    /// <param name="feature">The feature column of the source.</param>
    /// <param name="graph">Where the features go; null when no run is wanted.</param>
    /// <param name="capacity">Rows of a window.</param>
    public RowWindow(
        DataViewRowCursor source,
        IEnumerable<DataViewSchema.Column> passedThrough,
        DataViewSchema.Column feature,
        OnnxBatch? graph,
        int capacity
    )
    {
        _source = source;
        _idGetter = source.GetIdGetter();
        _ids = new DataViewRowId[capacity];
        _batches = new long[capacity];
        _graph = graph;
        foreach (DataViewSchema.Column column in passedThrough)
        {
            _columns.Add(column.Index, BufferedColumn.Create(source, column, capacity));
        }
        if (graph is not null)
        {
            // A feature column that is passed through too is computed once, not twice.
            bool isKept = _columns.TryGetValue(feature.Index, out BufferedColumn? kept);
            ValueGetter<VBuffer<float>> getter = isKept
                ? ((BufferedVector<float>)kept!).LendFetched
                : source.GetGetter<VBuffer<float>>(feature);
            _features = new(source, getter, feature.Name);
        }
    }

    /// <summary>Rows in the window.</summary>
    public int Count { get; private set; }

    public BufferedColumn Column(int index) => _columns[index];

    public DataViewRowId Id(int row) => _ids[row];

    public long Batch(int row) => _batches[row];

    /// <summary>
    /// Reads the next window. An error of the source belongs to the row that it came with: the rows before it are given first.
    /// </summary>
    public void Fill()
    {
        Count = 0;
        try
        {
            while (_failure is null && !_sourceIsDone && Count < _ids.Length)
            {
                if (_source.MoveNext())
                {
                    Fetch(Count);
                    Count++;
                }
                else
                {
                    _sourceIsDone = true;
                }
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        if (Count == 0)
        {
            _failure?.Throw();
        }
    }

    private void Fetch(int row)
    {
        _batches[row] = _source.Batch;
        _idGetter(ref _ids[row]);
        foreach (BufferedColumn column in _columns.Values)
        {
            column.Fetch(row);
        }
        _features?.Read(_graph!.Input(row));
    }
}
