using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Worker;

/// <summary>
/// The rows of several messages, one message after the other, as ML.NET data: the model's columns, and beside them which
/// message a row is of and its id.
/// </summary>
/// <param name="messages">The messages, at least one; all are of one model.</param>
internal sealed class BatchView(IReadOnlyList<MessageRows> messages) : IDataView
{
    /// <summary>The column with a row's message: its place among the messages, from 0.</summary>
    public const string MessageColumn = "vaemlnet.message";

    /// <summary>The column with a row's id: a text, or its number in the message, from 1.</summary>
    public const string IdColumn = "vaemlnet.id";

    private readonly Dictionary<string, long> unknownTexts = [];

    /// <inheritdoc />
    public DataViewSchema Schema { get; } = MakeSchema(messages[0]);

    /// <inheritdoc />
    public bool CanShuffle => false;

    /// <summary>Cells by column whose text training did not have; they were read as missing.</summary>
    public IReadOnlyDictionary<string, long> UnknownTexts => unknownTexts;

    /// <inheritdoc />
    public long? GetRowCount() => null;

    /// <inheritdoc />
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new BatchCursor(messages, Schema, [.. columnsNeeded.Select(column => column.Index)], CountUnknownTexts);

    /// <summary>One cursor: a message is read from its start to its end.</summary>
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded,
        int n,
        Random? rand = null
    ) => [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema MakeSchema(MessageRows message)
    {
        DataViewSchema.Builder builder = new();
        builder.AddColumns(new CsvTableView(message.File, message.Columns).Schema);
        builder.AddColumn(MessageColumn, NumberDataViewType.Int32, null);
        builder.AddColumn(IdColumn, TextDataViewType.Instance, null);
        return builder.ToSchema();
    }

    private void CountUnknownTexts(MessageRows message, TableCells[] cells)
    {
        foreach ((var column, var cell) in message.Columns.Zip(cells).Where(c => c.Second.UnknownCount > 0))
        {
            unknownTexts[column.Name] = unknownTexts.GetValueOrDefault(column.Name) + cell.UnknownCount;
        }
    }
}
