using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// A view with a score for each row of a series. If a score is read, the view reads its source twice at the same time: once for the windows,
/// which can be some rows ahead, and once for the other columns.
/// </summary>
/// <remarks>Thread-safe. Cursors share only the sessions.</remarks>
internal sealed class SeriesScoreView : OrderedView
{
    private readonly SeriesScoreStep step;
    private readonly StepSessions sessions;
    private readonly IDataView source;
    private readonly IReadOnlyList<SeriesOutput> outputs;
    private readonly ColumnBindings bindings;

    public SeriesScoreView(SeriesScoreStep step, StepSessions sessions, IDataView source)
    {
        this.step = step;
        this.sessions = sessions;
        this.source = source;
        step.Windows.AddedColumns(source.Schema); // checks the channels
        outputs = step.Outputs();
        bindings = new(source.Schema, [.. outputs.Select(output => output.Column)]);
    }

    public override DataViewSchema Schema => bindings.Schema;

    public override long? GetRowCount() => source.GetRowCount();

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns)
    {
        sessions.ThrowIfDisposed();
        SeriesReads reads = default;
        foreach (var column in columns)
        {
            reads |= bindings.IsOfInput(column, out var index) ? default : outputs[index].Reads;
        }

        var inputs = step.Columns.FindIn(source.Schema);
        var compared = reads == default ? [] : RowIdentity.Read(step.Columns, inputs);
        var rows = source.GetRowCursor(bindings.PassedThrough(columns).Union(compared));
        try
        {
            if (reads == default)
            {
                return new Cursor(rows, bindings, columns, outputs, null, null);
            }

            var identity = RowIdentity.Reader(rows, step.Columns, inputs);
            return new Cursor(rows, bindings, columns, outputs, step.Read(source, sessions, reads), identity);
        }
        catch
        {
            // ML.NET's cursors can have worker threads, which wait forever if the cursor is not disposed.
            rows.Dispose();
            throw;
        }
    }

    private sealed class Cursor(
        DataViewRowCursor rows,
        ColumnBindings bindings,
        DataViewSchema.Column[] columns,
        IReadOnlyList<SeriesOutput> outputs,
        SeriesRowScores? scores,
        Func<int>? identity
    ) : AddingCursor(rows, bindings, columns)
    {
        private SeriesRowScore? current;

        public override bool MoveNext()
        {
            current = null;
            if (!Rows.MoveNext())
            {
                scores?.CheckEnd();
                return false;
            }

            current = scores?.Next(identity!());
            return true;
        }

        protected override Delegate MakeGetter(DataViewSchema.Column column, int index) =>
            outputs[index].MakeGetter(() => current ?? throw CursorErrors.NoCurrentRow());

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                scores?.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
