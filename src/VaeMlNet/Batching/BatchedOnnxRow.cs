using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>One row with the columns of a step: the graph runs once per position of the row, however many columns are read.</summary>
internal sealed class BatchedOnnxRow : DataViewRow
{
    private readonly BatchedOnnxStep _step;
    private readonly DataViewRow _source;
    private readonly ActiveColumns _active;
    private readonly OnnxBatch? _graph;
    private readonly FeatureReader? _features;
    private long? _positionOfRun;
    private bool _disposed;

    public BatchedOnnxRow(
        BatchedOnnxStep step,
        SessionLease lease,
        DataViewSchema schema,
        DataViewRow source,
        ActiveColumns active
    )
    {
        _step = step;
        _source = source;
        _active = active;
        Schema = schema;
        if (active.NeedsGraph)
        {
            _graph = new OnnxBatch(lease, step.Input, active.Tensors, capacity: 1);
            DataViewSchema.Column feature = step.FindInput(source.Schema);
            _features = new(source, source.GetGetter<VBuffer<float>>(feature), feature.Name);
        }
    }

    public override DataViewSchema Schema { get; }

    public override long Position => _source.Position;

    public override long Batch => _source.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _active[column];

    public override ValueGetter<DataViewRowId> GetIdGetter() => _source.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _active.ThrowUnlessActive(column);
        if (_active.IsPassedThrough(column))
        {
            return _source.GetGetter<TValue>(_source.Schema[column.Index]);
        }
        OutputColumn output = _active.Output(column);
        int tensor = _graph!.IndexOf(output.Tensor);
        return StepErrors.Typed<TValue>(output.MakeGetter(() => CurrentOutput(tensor)), column);
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

    private ReadOnlySpan<float> CurrentOutput(int tensor)
    {
        if (_positionOfRun != _source.Position)
        {
            _positionOfRun = null;
            Span<float> features = _graph!.Input(0);
            _features!.Read(features);
            _step.Range.Check(features, _step.InputColumnName, _source.Position);
            _graph.Run(1);
            _positionOfRun = _source.Position;
        }
        return _graph!.Output(tensor, 0);
    }
}
