using System.Globalization;

namespace VaeMlNet.Worker;

/// <summary>The rows of a message whose header has the columns of the model.</summary>
/// <param name="Message">The message.</param>
/// <param name="File">The text of the message as a CSV file.</param>
/// <param name="Columns">The columns that the model reads.</param>
/// <param name="IdIndex">The index of the column with the ids of the rows; null where rows are numbered.</param>
internal sealed record MessageRows(QueuedMessage Message, CsvFile File, IReadOnlyList<CsvColumn> Columns, int? IdIndex)
{
    /// <summary>Gets the names of the slots of contributions, in the order of the model.</summary>
    public IEnumerable<string> SlotNames => Columns.SelectMany(column => column.SlotNames);

    /// <summary>Returns the id of a row.</summary>
    /// <param name="record">The record, at the row.</param>
    /// <param name="row">The number of the row in the message, from 1.</param>
    public string Id(CsvRecord record, int row) =>
        IdIndex is { } index ? record.Text(index) : row.ToString(CultureInfo.InvariantCulture);

    /// <summary>Creates the cells that receive the values of one row.</summary>
    /// <exception cref="CommandException">A column appears twice.</exception>
    public TableCells[] MakeCells() => [.. Columns.Select(column => TableCells.For(column, File))];
}
