using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A view with a score for each row of a series. If a score is read, the view reads its source twice at the same time: once for the windows,
/// which can be some rows ahead, and once for the other columns.
/// </summary>
/// <remarks>Thread-safe. Cursors share only the sessions.</remarks>
internal sealed class SeriesScoreView : IDataView
{
    private readonly SeriesScoreStep step;
    private readonly SeriesSessions sessions;
    private readonly IDataView source;
    private readonly IReadOnlyList<SeriesOutput> outputs;
    private readonly ColumnBindings bindings;

    public SeriesScoreView(SeriesScoreStep step, SeriesSessions sessions, IDataView source)
    {
        this.step = step;
        this.sessions = sessions;
        this.source = source;
        step.Windows.AddedColumns(source.Schema); // checks the channels
        outputs = step.Outputs();
        bindings = new(source.Schema, [.. outputs.Select(output => output.Column)]);
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema => bindings.Schema;

    public long? GetRowCount() => source.GetRowCount();

    /// <summary>Returns a cursor over the rows in order, whatever <paramref name="rand"/> is.</summary>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        sessions.ThrowIfDisposed();
        var active = new bool[Schema.Count];
        var passedThrough = new List<DataViewSchema.Column>();
        SeriesReads reads = default;
        foreach (var column in columnsNeeded)
        {
            active[column.Index] = true;
            if (bindings.IsOfInput(column, out var index))
            {
                passedThrough.Add(source.Schema[index]);
            }
            else
            {
                reads |= outputs[index].Reads;
            }
        }

        var rows = source.GetRowCursor(passedThrough);
        try
        {
            return new Cursor(
                bindings,
                outputs,
                rows,
                reads == default ? null : step.Read(source, sessions, reads),
                active
            );
        }
        catch
        {
            // ML.NET's cursors can have worker threads, which wait forever if the cursor is not disposed.
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Returns one cursor: a score needs the rows before it.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(
        ColumnBindings bindings,
        IReadOnlyList<SeriesOutput> outputs,
        DataViewRowCursor rows,
        SeriesRowScores? scores,
        bool[] active
    ) : DataViewRowCursor
    {
        private SeriesRowScore? current;

        public override DataViewSchema Schema => bindings.Schema;

        public override long Position => rows.Position;

        public override long Batch => rows.Batch;

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

        public override bool MoveNext()
        {
            current = null;
            if (!rows.MoveNext())
            {
                return false;
            }

            current = scores?.Next();
            return true;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!active[column.Index])
            {
                throw StepErrors.NotActive(column.Name);
            }

            return bindings.IsOfInput(column, out var index)
                ? rows.GetGetter<TValue>(bindings.Input[index])
                : StepErrors.Typed<TValue>(
                    outputs[index].MakeGetter(() => current ?? throw StepErrors.NoCurrentRow()),
                    column
                );
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                scores?.Dispose();
                rows.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
