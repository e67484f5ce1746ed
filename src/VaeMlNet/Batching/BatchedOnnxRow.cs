using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>One row with the columns of a step: the graphs run once per position of the row, however many columns are read.</summary>
internal sealed class BatchedOnnxRow : DataViewRow
{
    private readonly BatchedOnnxStep step;
    private readonly DataViewRow source;
    private readonly ActiveColumns active;
    private readonly StepBatch? graph;
    private readonly FeatureReader? features;
    private long? positionOfRun;
    private bool disposed;

    public BatchedOnnxRow(
        BatchedOnnxStep step,
        StepSessions sessions,
        DataViewSchema schema,
        DataViewRow source,
        ActiveColumns active
    )
    {
        this.step = step;
        this.source = source;
        this.active = active;
        Schema = schema;
        if (active.NeedsGraph)
        {
            graph = new StepBatch(step, sessions, active.Tensors, capacity: 1);
            DataViewSchema.Column feature = step.FindInput(source.Schema);
            features = new(source, source.GetGetter<VBuffer<float>>(feature), feature.Name);
        }
    }

    public override DataViewSchema Schema { get; }

    public override long Position => source.Position;

    public override long Batch => source.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column];

    public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        active.ThrowUnlessActive(column);
        if (active.IsPassedThrough(column))
        {
            return source.GetGetter<TValue>(source.Schema[column.Index]);
        }
        OutputColumn output = active.Output(column);
        int tensor = graph!.IndexOf(output.Tensor);
        return StepErrors.Typed<TValue>(output.MakeGetter(() => CurrentOutput(tensor)), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            positionOfRun = null;
            graph?.Dispose();
            source.Dispose();
        }
        base.Dispose(disposing);
    }

    private ReadOnlySpan<float> CurrentOutput(int tensor)
    {
        if (positionOfRun != source.Position)
        {
            positionOfRun = null;
            Span<float> values = graph!.Input(0);
            features!.Read(values);
            step.Range.Check(values, step.InputColumnInMessages, source.Position);
            graph.Run(1);
            positionOfRun = source.Position;
        }
        return graph!.Output(tensor, 0);
    }
}
