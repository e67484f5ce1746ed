using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// Serves rows one by one while it reads the source a batch ahead, and runs the graph once per batch, when the first value of
/// the batch that needs it is read.
/// </summary>
internal sealed class BatchedOnnxCursor : DataViewRowCursor
{
    private readonly BatchedOnnxStep _step;
    private readonly DataViewRowCursor _source;
    private readonly ActiveColumns _active;
    private readonly OnnxBatch? _graph;
    private readonly RowWindow _window;
    private int _row = -1;
    private long _position = -1;
    private bool _isAtEnd;
    private bool _hasRun;
    private int _checkedRow = -1;
    private bool _disposed;

    public BatchedOnnxCursor(
        BatchedOnnxStep step,
        SessionLease lease,
        DataViewSchema schema,
        DataViewRowCursor source,
        ActiveColumns active,
        int capacity
    )
    {
        _step = step;
        _source = source;
        _active = active;
        Schema = schema;
        _graph = active.NeedsGraph ? new OnnxBatch(lease, step.Input, active.Tensors, capacity) : null;
        var passedThrough = active.InputColumns.Where(c => active[c]);
        _window = new(source, passedThrough, step.FindInput(source.Schema), _graph, capacity);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _position;

    public override long Batch => _position >= 0 ? _window.Batch(_row) : 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column];

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = _window.Id(CurrentRowOfWindow());

    public override bool MoveNext()
    {
        if (_isAtEnd)
        {
            return false;
        }
        _checkedRow = -1;
        _position++;
        if (++_row >= _window.Count)
        {
            FillWindow();
        }
        return !_isAtEnd;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _active.ThrowUnlessActive(column);
        return StepErrors.Typed<TValue>(MakeGetter(column), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _graph?.Dispose();
            _source.Dispose();
        }
        base.Dispose(disposing);
    }

    private void FillWindow()
    {
        // When the source fails, or has no more rows, there is no current row.
        long position = _position;
        _position = -1;
        _hasRun = false;
        _row = 0;
        _window.Fill();
        _isAtEnd = _window.Count == 0;
        _position = _isAtEnd ? -1 : position;
    }

    private Delegate MakeGetter(DataViewSchema.Column column)
    {
        if (_active.IsPassedThrough(column))
        {
            return _window.Column(column.Index).MakeGetter(CurrentRowOfWindow);
        }
        OutputColumn output = _active.Output(column);
        int tensor = _graph!.IndexOf(output.Tensor);
        return output.MakeGetter(() => CurrentOutput(tensor));
    }

    private int CurrentRowOfWindow() => _position >= 0 ? _row : throw StepErrors.NoCurrentRow();

    private ReadOnlySpan<float> CurrentOutput(int tensor)
    {
        int row = CurrentRowOfWindow();
        if (!_hasRun)
        {
            _graph!.Run(_window.Count);
            _hasRun = true;
        }
        if (_checkedRow != row)
        {
            // Checked when the row is reached, not when it is read ahead: a bad row that nobody asks for harms nobody.
            _step.Range.Check(_graph!.Input(row), _step.InputColumnName, _position);
            _checkedRow = row;
        }
        return _graph!.Output(tensor, row);
    }
}
