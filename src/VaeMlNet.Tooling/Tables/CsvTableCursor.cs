using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Reads a CSV file row by row into the cells of its columns.</summary>
/// <param name="records">The records of the file.</param>
/// <param name="firstRow">The index of the first record among all rows of a job.</param>
/// <param name="rowLimit">The largest number of rows.</param>
/// <param name="schema">The schema of the view.</param>
/// <param name="cells">The cells of the current row, one member per column.</param>
/// <param name="active">True for each requested column. Other columns are not parsed.</param>
/// <param name="atEnd">Called after the last row.</param>
internal sealed class CsvTableCursor(
    IEnumerator<CsvRecord> records,
    long firstRow,
    long rowLimit,
    DataViewSchema schema,
    TableCells[] cells,
    bool[] active,
    Action atEnd
) : FileCursor(schema)
{
    /// <inheritdoc />
    protected override long FirstRow => firstRow;

    /// <inheritdoc />
    public override bool IsColumnActive(DataViewSchema.Column column) => active[column.Index];

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
            if (active[i])
            {
                cells[i].Read(record);
            }
        }

        return true;
    }

    /// <inheritdoc />
    protected override Delegate GetterOf(int column) => cells[column].Getter;

    /// <inheritdoc />
    protected override void Close() => records.Dispose();
}
