using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Rows that are decoded from latents, a batch at a time, as they are read. Nothing is kept.</summary>
/// <remarks>Thread-safe: cursors share the decoder's session and nothing else.</remarks>
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

    public long? GetRowCount() => source.Latents.Count;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        GetRowCursorSet(columnsNeeded, 1)[0];

    /// <summary>Cursors that take batches in turns; no more of them than there are batches.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    )
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        source.Decoder.ThrowIfDisposed();
        var active = new bool[Schema.Count];
        foreach (var column in columnsNeeded)
        {
            active[column.Index] = true;
        }

        var batches = ((source.Latents.Count - 1) / source.BatchSize) + 1;
        var count = (int)Math.Clamp(batches, 1, Math.Max(n, 1));
        return [.. Enumerable.Range(0, count).Select(i => new SampleCursor(source, Schema, active, i, count))];
    }
}
