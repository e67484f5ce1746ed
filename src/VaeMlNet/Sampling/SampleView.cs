using Microsoft.ML;

namespace VaeMlNet;

/// <summary>A view of rows that are computed in batches while it is read.</summary>
/// <remarks>Thread-safe. Cursors share the source.</remarks>
internal sealed class SampleView : IDataView
{
    private readonly SampleSource source;

    public SampleView(SampleSource source)
    {
        this.source = source;
        var builder = new DataViewSchema.Builder();
        foreach (var column in source.Columns)
        {
            builder.AddColumn(column.Name, column.Type, column.Annotations(default));
        }

        Schema = builder.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public long? GetRowCount() => source.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        GetRowCursorSet(columnsNeeded, 1)[0];

    /// <summary>Returns cursors that read batches in turn. There are at most as many cursors as batches.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    )
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        source.ThrowIfDisposed();
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        var batches = ((source.Count - 1) / source.BatchSize) + 1;
        var count = (int)Math.Clamp(batches, 1, Math.Max(n, 1));
        return [.. Enumerable.Range(0, count).Select(i => new SampleCursor(source, Schema, columns, i, count))];
    }
}
