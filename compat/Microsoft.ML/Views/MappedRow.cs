namespace Microsoft.ML.Data;

/// <summary>A row with computed columns over another row, which it disposes.</summary>
internal sealed class MappedRow(RowMapper mapper, DataViewRow input, bool[] active) : DataViewRow
{
    private readonly Delegate[] _computed = mapper.MakeGetters(input, active);

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => mapper.IsActive(input, active, column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        IsColumnActive(column) ? mapper.Getter<TValue>(input, _computed, column) : throw SchemaErrors.NotActive();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }
    }
}
