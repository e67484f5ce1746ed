using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Data;

/// <summary>The rows of a CSV file as ML.NET data with columns of text, before anything is known about them.</summary>
/// <param name="file">The file.</param>
/// <param name="indices">The places of the columns in the file.</param>
/// <param name="cancellationToken">Ends it; looked at before each row.</param>
internal sealed class CsvTextView(CsvFile file, int[] indices, CancellationToken cancellationToken) : OrderedView
{
    public override DataViewSchema Schema { get; } = MakeSchema(file, indices);

    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new Cursor(Schema, columns, file.ReadRecords().GetEnumerator(), indices, cancellationToken);

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
        DataViewSchema.Column[] columns,
        IEnumerator<CsvRecord> records,
        int[] indices,
        CancellationToken cancellationToken
    ) : RowCursor(schema, columns)
    {
        protected override bool ReadRow(long index)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return records.MoveNext();
        }

        protected override Delegate MakeGetter(DataViewSchema.Column column)
        {
            char[] text = [];
            return (ValueGetter<ReadOnlyMemory<char>>)(
                (ref ReadOnlyMemory<char> value) =>
                {
                    var cell = records.Current.Cell(indices[column.Index]);
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
