using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>Reads a CSV file row by row into the cells of its columns.</summary>
/// <param name="records">The file's records.</param>
/// <param name="firstRow">The place of the first of them among all rows.</param>
/// <param name="rowLimit">How many of them there are at most.</param>
/// <param name="schema">The view's schema.</param>
/// <param name="cells">What holds the current row, a member for each column.</param>
/// <param name="active">The columns that somebody asked for; only they are parsed.</param>
/// <param name="atEnd">Called when every row has been read.</param>
internal sealed class CsvTableCursor(
    IEnumerator<CsvReader> records,
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

        for (var i = 0; i < cells.Length; i++)
        {
            if (active[i])
            {
                cells[i].Read(records.Current);
            }
        }

        return true;
    }

    /// <inheritdoc />
    protected override Delegate GetterOf(int column) => cells[column].Getter;

    /// <inheritdoc />
    protected override void Close() => records.Dispose();
}
