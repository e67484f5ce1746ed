using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Worker;

/// <summary>Reads the rows of several messages, one message after the other.</summary>
/// <param name="messages">The messages.</param>
/// <param name="schema">The columns of the model, then the message and the id.</param>
/// <param name="active">The indexes of the requested columns.</param>
/// <param name="atEnd">Called after the last row of each message.</param>
internal sealed class BatchCursor(
    IReadOnlyList<MessageRows> messages,
    DataViewSchema schema,
    HashSet<int> active,
    Action<MessageRows, TableCells[]> atEnd
) : FileCursor(schema)
{
    private readonly int modelColumns = messages[0].Columns.Count;
    private int current = -1;
    private int rowOfMessage;
    private IEnumerator<CsvRecord>? records;
    private TableCells[] cells = [];

    /// <inheritdoc />
    public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

    /// <inheritdoc />
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
            if (active.Contains(i))
            {
                cells[i].Read(records.Current);
            }
        }

        rowOfMessage++;
        return true;
    }

    /// <inheritdoc />
    protected override Delegate GetterOf(int column)
    {
        if (column == modelColumns)
        {
            return (ValueGetter<int>)((ref int value) => value = current);
        }

        if (column > modelColumns)
        {
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = Id().AsMemory());
        }

        var type = Schema[column].Type.RawType;
        return type == typeof(bool) ? Relay<bool>(column)
            : type == typeof(uint) ? Relay<uint>(column)
            : type == typeof(float) ? Relay<float>(column)
            : Relay<VBuffer<float>>(column);
    }

    /// <inheritdoc />
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

    private string Id() => messages[current].Id(records!.Current, rowOfMessage);

    // Every message has its own cells.
    private ValueGetter<T> Relay<T>(int column) => (ref T value) => ((ValueGetter<T>)cells[column].Getter)(ref value);
}
