using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>
/// A cursor that serves rows in order. When a missing cell is read, it reads ahead in the source to the end of the gap.
/// </summary>
internal sealed class InterpolatedCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor source;
    private readonly LookAheadWindow window;
    private long position = -1;
    private bool isAtEnd;

    /// <param name="source">The cursor to read. This cursor owns and disposes it.</param>
    /// <param name="active">The requested columns.</param>
    /// <param name="interpolated">The indices of the columns to interpolate.</param>
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
        // If the source fails or has no more rows, there is no current row.
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
        // ML.NET's own cursors dispose themselves too: some of its readers do not.
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
