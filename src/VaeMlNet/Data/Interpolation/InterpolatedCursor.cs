using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Serves rows in order and looks ahead in the source when a missing cell is read, as far as its gap goes.</summary>
internal sealed class InterpolatedCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor source;
    private readonly LookAheadWindow window;
    private long position = -1;
    private bool isAtEnd;

    /// <param name="source">The cursor to read, which becomes this one's.</param>
    /// <param name="active">Its active columns.</param>
    /// <param name="interpolated">Indices of the columns whose gaps are filled.</param>
    public InterpolatedCursor(
        DataViewRowCursor source,
        IEnumerable<DataViewSchema.Column> active,
        IReadOnlySet<int> interpolated
    )
    {
        this.source = source;
        window = new(source, active, interpolated);
    }

    public override DataViewSchema Schema => source.Schema;

    public override long Position => position;

    public override long Batch => position >= 0 ? window.Batch : 0;

    public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() =>
        (ref DataViewRowId value) =>
        {
            CurrentRow();
            value = window.Id;
        };

    public override bool MoveNext()
    {
        // When the source fails, or has no more rows, there is no current row.
        position = -1;
        if (isAtEnd)
        {
            return false;
        }

        if (window.Advance())
        {
            position = window.Current;
            return true;
        }
        // As ML.NET's own cursors do, because not every reader of ML.NET disposes them.
        Dispose();
        return false;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        IsColumnActive(column)
            ? StepErrors.Typed<TValue>(window.MakeGetter(column, CurrentRow), column)
            : throw StepErrors.NotActive(column.Name);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !isAtEnd)
        {
            isAtEnd = true;
            position = -1;
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private long CurrentRow() => position >= 0 ? position : throw StepErrors.NoCurrentRow();
}
