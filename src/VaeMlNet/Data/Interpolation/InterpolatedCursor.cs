using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>
/// A cursor that serves rows in order. When a missing cell is read, it reads ahead in the source to the end of the gap.
/// </summary>
internal sealed class InterpolatedCursor : RowCursor
{
    private readonly DataViewRowCursor source;
    private readonly LookAheadWindow window;

    /// <param name="source">The cursor to read. This cursor owns and disposes it.</param>
    /// <param name="columns">The requested columns.</param>
    /// <param name="interpolated">The indices of the columns to interpolate.</param>
    public InterpolatedCursor(DataViewRowCursor source, DataViewSchema.Column[] columns, IReadOnlySet<int> interpolated)
        : base(source.Schema, columns)
    {
        this.source = source;
        window = new(source, columns, interpolated);
    }

    public override long Batch => Position >= 0 ? window.Batch : 0;

    protected override DataViewRowId Id => CurrentRow() >= 0 ? window.Id : default;

    protected override bool ReadRow(long index) => window.Advance();

    protected override Delegate MakeGetter(DataViewSchema.Column column) => window.MakeGetter(column, CurrentRow);

    protected override void Close() => source.Dispose();
}
