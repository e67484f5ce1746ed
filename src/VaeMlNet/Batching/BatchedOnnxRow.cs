using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// One row with the columns of a step. The graphs run once per position of the row, even if several columns are read.
/// </summary>
internal sealed class BatchedOnnxRow : DataViewRow
{
    private readonly DataViewRow source;
    private readonly ActiveColumns active;
    private readonly StepBatch? graph;
    private readonly InputReader[] readers = [];
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
        this.source = source;
        this.active = active;
        Schema = schema;
        if (active.NeedsGraph)
        {
            graph = step.NewBatch(step, sessions, active.Tensors, capacity: 1);
            readers = step.MakeReaders(source, active, _ => null);
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
        if (active.FindInput(column, out var added) is { } input)
        {
            return source.GetGetter<TValue>(input);
        }

        var tensor = active.TensorOf(added!);
        return CursorErrors.Typed<TValue>(added!.MakeGetter(() => CurrentValues(tensor)), column);
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

    private void RunOnCurrentRow()
    {
        if (positionOfRun != source.Position)
        {
            positionOfRun = null;
            if (!InputReader.ReadAll(readers, graph!, row: 0))
            {
                InputReader.CheckAll(readers, graph!, row: 0, source.Position);
            }

            graph!.Run(1);
            positionOfRun = source.Position;
        }
    }

    private RowValues CurrentValues(int tensor)
    {
        RunOnCurrentRow();
        return graph!.Output(tensor, 0);
    }
}
