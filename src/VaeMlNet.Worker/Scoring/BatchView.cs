using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Worker;

/// <summary>
/// The rows of several messages as ML.NET data, one message after the other. Each row has the columns of the model, the index
/// of its message and its id.
/// </summary>
/// <param name="messages">The messages, at least one. All belong to one model.</param>
internal sealed class BatchView(IReadOnlyList<MessageRows> messages) : OrderedView
{
    /// <summary>The column with the index of the message that a row belongs to, from 0.</summary>
    public const string MessageColumn = "vaemlnet.message";

    /// <summary>The column with the id of a row: a text, or the number of the row in its message, from 1.</summary>
    public const string IdColumn = "vaemlnet.id";

    private readonly Dictionary<string, long> unknownTexts = [];

    /// <inheritdoc />
    public override DataViewSchema Schema { get; } = MakeSchema(messages[0]);

    /// <summary>
    /// Gets the number of cells by column whose text is not in the training data. The encoder reads them as missing.
    /// </summary>
    public IReadOnlyDictionary<string, long> UnknownTexts => unknownTexts;

    /// <inheritdoc />
    protected override DataViewRowCursor OpenCursor(DataViewSchema.Column[] columns) =>
        new BatchCursor(messages, Schema, columns, CountUnknownTexts);

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
