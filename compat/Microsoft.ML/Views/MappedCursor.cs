namespace Microsoft.ML.Data;

/// <summary>A cursor with computed columns over another cursor, which it disposes.</summary>
internal sealed class MappedCursor(RowMapper mapper, DataViewRowCursor input, bool[] active) : DataViewRowCursor
{
    private readonly Delegate[] _computed = mapper.MakeGetters(input, active);

    public override DataViewSchema Schema => mapper.OutputSchema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
        active[column.Index] ? mapper.Getter<TValue>(input, _computed, column) : throw SchemaErrors.NotActive();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }
    }
}
