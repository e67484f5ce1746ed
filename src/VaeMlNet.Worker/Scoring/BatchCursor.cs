using Microsoft.ML;
using VaeMlNet.Views;

namespace VaeMlNet.Worker;

/// <summary>Reads the rows of several messages, one message after the other.</summary>
/// <param name="messages">The messages.</param>
/// <param name="schema">The columns of the model, then the message and the id.</param>
/// <param name="columns">The requested columns.</param>
/// <param name="atEnd">Called after the last row of each message.</param>
internal sealed class BatchCursor(
    IReadOnlyList<MessageRows> messages,
    DataViewSchema schema,
    DataViewSchema.Column[] columns,
    Action<MessageRows, TableCells[]> atEnd
) : ChainedCursor(schema, columns)
{
    private readonly int modelColumns = messages[0].Columns.Count;
    private int message = -1;
    private int rowOfMessage;
    private IEnumerator<CsvRecord>? records;

    protected override bool ReadRow(long index)
    {
        rowOfMessage++;
        return base.ReadRow(index);
    }

    protected override DataViewRowCursor? OpenNext()
    {
        if (++message >= messages.Count)
        {
            return null;
        }

        rowOfMessage = 1;
        var rows = messages[message];
        var cells = rows.MakeCells();
        records = rows.File.ReadRecords().GetEnumerator();
        return new CsvTableCursor(
            records,
            0,
            long.MaxValue,
            Schema,
            [.. Schema.Where(column => column.Index < modelColumns && IsColumnActive(column))],
            cells,
            () => atEnd(rows, cells)
        );
    }

    protected override Delegate MakeGetter(DataViewSchema.Column column) =>
        column.Index < modelColumns ? base.MakeGetter(column)
        : column.Index == modelColumns ? (ValueGetter<int>)((ref int value) => value = message)
        : (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = RowIdText().AsMemory());

    private string RowIdText() => messages[message].Id(records!.Current, rowOfMessage);
}
