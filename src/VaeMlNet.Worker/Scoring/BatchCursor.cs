using Microsoft.ML;
using Microsoft.ML.Data;
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
) : RowCursor(schema, columns)
{
    private readonly int modelColumns = messages[0].Columns.Count;
    private int current = -1;
    private int rowOfMessage;
    private IEnumerator<CsvRecord>? records;
    private TableCells[] cells = [];

    protected override bool ReadRow(long index)
    {
        while (records?.MoveNext() != true)
        {
            if (!OpenNext())
            {
                return false;
            }
        }

        for (var i = 0; i < cells.Length; i++)
        {
            if (IsActive(i))
            {
                cells[i].Read(records.Current);
            }
        }

        rowOfMessage++;
        return true;
    }

    protected override Delegate MakeGetter(DataViewSchema.Column column)
    {
        if (column.Index == modelColumns)
        {
            return (ValueGetter<int>)((ref int value) => value = current);
        }

        if (column.Index > modelColumns)
        {
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = IdText().AsMemory());
        }

        var type = column.Type.RawType;
        return type == typeof(bool) ? Relay<bool>(column.Index)
            : type == typeof(uint) ? Relay<uint>(column.Index)
            : type == typeof(float) ? Relay<float>(column.Index)
            : Relay<VBuffer<float>>(column.Index);
    }

    protected override void Close() => records?.Dispose();

    private bool OpenNext()
    {
        if (current >= 0 && current < messages.Count)
        {
            records!.Dispose();
            atEnd(messages[current], cells);
        }

        if (++current >= messages.Count)
        {
            return false;
        }

        rowOfMessage = 0;
        cells = messages[current].MakeCells();
        records = messages[current].File.ReadRecords().GetEnumerator();
        return true;
    }

    private string IdText() => messages[current].Id(records!.Current, rowOfMessage);

    // Every message has its own cells.
    private ValueGetter<T> Relay<T>(int column) => (ref T value) => ((ValueGetter<T>)cells[column].Getter)(ref value);
}
