using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Some columns of a schema, in an order of their own.</summary>
internal sealed class ColumnSelection : IRowToRowMapper
{
    private readonly DataViewSchema.Column[] _sources;

    public ColumnSelection(DataViewSchema inputSchema, IEnumerable<DataViewSchema.Column> columns)
    {
        InputSchema = inputSchema;
        _sources = columns.ToArray();
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(_sources);
        OutputSchema = builder.ToSchema();
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    public DataViewSchema.Column SourceOf(DataViewSchema.Column column) => _sources[column.Index];

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        dependingColumns.Select(SourceOf).DistinctBy(column => column.Index).ToArray();

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Check.Value(input, nameof(input));
        Check.Value(activeColumns, nameof(activeColumns));
        Check.That(
            ReferenceEquals(input.Schema, InputSchema),
            "Schema of input row must be the same as the schema the mapper is bound to"
        );
        return new SelectedRow(this, input);
    }
}

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
            input.Dispose();
    }
}

/// <summary>A data view with some of another's columns.</summary>
internal sealed class SelectedView(IDataView source, ColumnSelection selection) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => selection.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        var columns = columnsNeeded.ToArray();
        return MakeCursor(source.GetRowCursor(selection.GetDependencies(columns), rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random rand = null
    )
    {
        var columns = columnsNeeded.ToArray();
        return source
            .GetRowCursorSet(selection.GetDependencies(columns), n, rand)
            .Select(input => MakeCursor(input, columns))
            .ToArray();
    }

    private DataViewRowCursor MakeCursor(DataViewRowCursor input, DataViewSchema.Column[] columns)
    {
        var active = new bool[Schema.Count];
        foreach (var column in columns)
            active[column.Index] = true;
        return new Cursor(selection, input, active);
    }

    private sealed class Cursor(ColumnSelection selection, DataViewRowCursor input, bool[] active) : DataViewRowCursor
    {
        public override DataViewSchema Schema => selection.OutputSchema;

        public override long Position => input.Position;

        public override long Batch => input.Batch;

        public override bool MoveNext() => input.MoveNext();

        public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            active[column.Index] ? input.GetGetter<TValue>(selection.SourceOf(column)) : throw SchemaErrors.NotActive();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                input.Dispose();
        }
    }
}
