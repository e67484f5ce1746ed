using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Views;

/// <summary>A cursor that reads the rows of another cursor, with the same columns and values.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
/// <param name="rows">The other cursor. It is disposed with this one.</param>
internal abstract class PassingCursor(DataViewRowCursor rows) : DataViewRowCursor
{
    public override DataViewSchema Schema => Rows.Schema;

    public override long Position => Rows.Position;

    public override long Batch => Rows.Batch;

    /// <summary>Gets the other cursor.</summary>
    protected DataViewRowCursor Rows => rows;

    public override bool IsColumnActive(DataViewSchema.Column column) => Rows.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        Rows.GetGetter<TValue>(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => Rows.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Rows.Dispose();
        }

        base.Dispose(disposing);
    }
}
