using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Tooling;

/// <summary>Reads a CSV file row by row into the cells of its columns.</summary>
/// <param name="records">The records of the file.</param>
/// <param name="firstRow">The index of the first record among all rows of a job.</param>
/// <param name="rowLimit">The largest number of rows.</param>
/// <param name="schema">The schema of the view.</param>
/// <param name="columns">The requested columns. Other columns are not parsed.</param>
/// <param name="cells">The cells of the current row, one member per column.</param>
/// <param name="atEnd">Called after the last row.</param>
internal sealed class CsvTableCursor(
    IEnumerator<CsvRecord> records,
    long firstRow,
    long rowLimit,
    DataViewSchema schema,
    DataViewSchema.Column[] columns,
    TableCells[] cells,
    Action atEnd
) : RowCursor(schema, columns)
{
    /// <summary>Gets the id of the current row, which is the same in every shard of a job.</summary>
    protected override DataViewRowId Id => new((ulong)(firstRow + CurrentRow()), 0);

    /// <inheritdoc />
    protected override bool ReadRow(long index)
    {
        if (index == rowLimit || !records.MoveNext())
        {
            atEnd();
            return false;
        }

        var record = records.Current;
        for (var i = 0; i < cells.Length; i++)
        {
            if (IsActive(i))
            {
                cells[i].Read(record);
            }
        }

        return true;
    }

    /// <inheritdoc />
    protected override Delegate MakeGetter(DataViewSchema.Column column) => cells[column.Index].Getter;

    /// <inheritdoc />
    protected override void Close() => records.Dispose();
}
