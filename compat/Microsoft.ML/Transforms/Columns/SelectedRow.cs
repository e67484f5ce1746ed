using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

internal sealed class SelectedRow(ColumnSelection selection, DataViewRow input) : DataViewRow
{
    public override DataViewSchema Schema => selection.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) =>
        input.IsColumnActive(selection.SourceOf(column));

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        input.GetGetter<TValue>(selection.SourceOf(column));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }
    }
}
