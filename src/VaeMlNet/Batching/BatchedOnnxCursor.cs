using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// Serves rows one by one while it reads the source a batch ahead, and runs the graphs once per batch, when the first value of
/// the batch that needs it is read.
/// </summary>
internal sealed class BatchedOnnxCursor : DataViewRowCursor
{
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
        this.source = source;
        this.active = active;
        Schema = schema;
        graph = active.NeedsGraph ? StepBatch.Create(step, sessions, active.Tensors, capacity) : null;
        window = new(step, source, active, graph, capacity);
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
        return output.MakeGetter(new CurrentOutput(this, active.TensorOf(output)));
    }

    private int CurrentRowOfWindow() => position >= 0 ? row : throw StepErrors.NoCurrentRow();

    /// <summary>The current row's place in the batch, which has run.</summary>
    private int CurrentRowOfBatch()
    {
        int current = CurrentRowOfWindow();
        if (!hasRun)
        {
            graph!.Run(window.Count);
            hasRun = true;
        }
        // An error of this row alone, not of the batch: a bad row that nobody asks for harms nobody.
        window.Check(current, position);
        return current;
    }

    private sealed class CurrentOutput(BatchedOnnxCursor cursor, int tensor) : ICurrentOutput
    {
        public ReadOnlySpan<T> Values<T>()
            where T : struct => cursor.graph!.Output<T>(tensor, cursor.CurrentRowOfBatch());
    }
}
