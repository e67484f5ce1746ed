using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>The rows of a CSV file as ML.NET data with columns of text, before anything is known about them.</summary>
/// <param name="file">The file.</param>
/// <param name="indices">The places of the columns in the file.</param>
/// <param name="cancellationToken">Ends it; looked at before each row.</param>
internal sealed class CsvTextView(CsvFile file, int[] indices, CancellationToken cancellationToken) : IDataView
{
    /// <inheritdoc />
    public DataViewSchema Schema { get; } = MakeSchema(file, indices);

    /// <inheritdoc />
    public bool CanShuffle => false;

    /// <inheritdoc />
    public long? GetRowCount() => null;

    /// <inheritdoc />
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(Schema, file.ReadRecords().GetEnumerator(), indices, cancellationToken);

    /// <summary>Returns one cursor: a file is read from its start to its end.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema MakeSchema(CsvFile file, int[] indices)
    {
        DataViewSchema.Builder builder = new();
        foreach (var index in indices)
        {
            builder.AddColumn(file.Header[index], TextDataViewType.Instance, null);
        }

        return builder.ToSchema();
    }

    private sealed class Cursor(
        DataViewSchema schema,
        IEnumerator<CsvRecord> records,
        int[] indices,
        CancellationToken cancellationToken
    ) : FileCursor(schema)
    {
        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        protected override bool ReadRow(long index)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return records.MoveNext();
        }

        protected override Delegate GetterOf(int column)
        {
            char[] text = [];
            return (ValueGetter<ReadOnlyMemory<char>>)(
                (ref ReadOnlyMemory<char> value) =>
                {
                    var cell = records.Current.Cell(indices[column]);
                    if (text.Length < cell.Length)
                    {
                        text = new char[2 * cell.Length];
                    }

                    value = text.AsMemory(0, Encoding.UTF8.GetChars(cell, text));
                }
            );
        }

        protected override void Close() => records.Dispose();
    }
}
