using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// Serves rows one by one while it reads the source a batch ahead, and runs the graphs once per batch, when the first value of
/// the batch that needs it is read.
/// </summary>
internal sealed class BatchedOnnxCursor : DataViewRowCursor
{
    private readonly BatchedOnnxStep step;
    private readonly DataViewRowCursor source;
    private readonly ActiveColumns active;
    private readonly StepBatch? graph;
    private readonly RowWindow window;
    private int row = -1;
    private long position = -1;
    private bool isAtEnd;
    private bool hasRun;
    private bool disposed;

    public BatchedOnnxCursor(
        BatchedOnnxStep step,
        StepSessions sessions,
        DataViewSchema schema,
        DataViewRowCursor source,
        ActiveColumns active,
        int capacity
    )
    {
        this.step = step;
        this.source = source;
        this.active = active;
        Schema = schema;
        graph = active.NeedsGraph ? new StepBatch(step, sessions, active.Tensors, capacity) : null;
        var passedThrough = active.InputColumns.Where(c => active[c]);
        window = new(source, passedThrough, step.FindInput(source.Schema), step.Range, graph, capacity);
    }

    public override DataViewSchema Schema { get; }

    public override long Position => position;

    public override long Batch => position >= 0 ? window.Batch(row) : 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column];

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) => value = window.Id(CurrentRowOfWindow());

    public override bool MoveNext()
    {
        if (isAtEnd)
        {
            return false;
        }
        position++;
        if (++row >= window.Count)
        {
            FillWindow();
        }
        return !isAtEnd;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        active.ThrowUnlessActive(column);
        return StepErrors.Typed<TValue>(MakeGetter(column), column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            isAtEnd = true;
            position = -1;
            graph?.Dispose();
            source.Dispose();
        }
        base.Dispose(disposing);
    }

    private void FillWindow()
    {
        // When the source fails, or has no more rows, there is no current row.
        long reached = position;
        position = -1;
        hasRun = false;
        row = 0;
        window.Fill();
        isAtEnd = window.Count == 0;
        position = isAtEnd ? -1 : reached;
        if (isAtEnd)
        {
            // As ML.NET's own cursors do, because not every reader of ML.NET disposes them (ShuffleRows does not).
            Dispose();
        }
    }

    private Delegate MakeGetter(DataViewSchema.Column column)
    {
        if (active.IsPassedThrough(column))
        {
            return window.Column(column.Index).MakeGetter(CurrentRowOfWindow);
        }
        OutputColumn output = active.Output(column);
        int tensor = graph!.IndexOf(output.Tensor);
        return output.MakeGetter(() => CurrentOutput(tensor));
    }

    private int CurrentRowOfWindow() => position >= 0 ? row : throw StepErrors.NoCurrentRow();

    private ReadOnlySpan<float> CurrentOutput(int tensor)
    {
        int current = CurrentRowOfWindow();
        if (!hasRun)
        {
            graph!.Run(window.Count);
            hasRun = true;
        }
        if (!window.IsAllowed(current))
        {
            // An error of this row alone, not of the batch: a bad row that nobody asks for harms nobody.
            step.Range.Check(graph!.Input(current), step.InputColumnInMessages, position);
        }
        return graph!.Output(tensor, current);
    }
}
