using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Reads the rows of another cursor, with its columns and their values.</summary>
/// <param name="rows">The other cursor, which is disposed with this one.</param>
internal abstract class PassingCursor(DataViewRowCursor rows) : DataViewRowCursor
{
    /// <inheritdoc />
    public override DataViewSchema Schema => Rows.Schema;

    /// <inheritdoc />
    public override long Position => Rows.Position;

    /// <inheritdoc />
    public override long Batch => Rows.Batch;

    /// <summary>The other cursor.</summary>
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
