using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Views;

/// <summary>A cursor that reads the rows of another cursor, with the same columns and values.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
/// <param name="rows">The other cursor. It is disposed with this one.</param>
internal abstract class PassingCursor(DataViewRowCursor rows) : DataViewRowCursor
{
    /// <inheritdoc />
    public override DataViewSchema Schema => Rows.Schema;

    /// <inheritdoc />
    public override long Position => Rows.Position;

    /// <inheritdoc />
    public override long Batch => Rows.Batch;

    /// <summary>Gets the other cursor.</summary>
    protected DataViewRowCursor Rows => rows;

    /// <inheritdoc />
    public override bool IsColumnActive(DataViewSchema.Column column) => Rows.IsColumnActive(column);

    /// <inheritdoc />
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        Rows.GetGetter<TValue>(column);

    /// <inheritdoc />
    public override ValueGetter<DataViewRowId> GetIdGetter() => Rows.GetIdGetter();

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Rows.Dispose();
        }

        base.Dispose(disposing);
    }
}
