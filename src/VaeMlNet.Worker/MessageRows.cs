namespace VaeMlNet.Worker;

/// <summary>The rows of a message, whose header has what the model reads.</summary>
/// <param name="Message">The message.</param>
/// <param name="File">Its text.</param>
/// <param name="Columns">The columns that the model reads.</param>
/// <param name="IsTable">Whether they are a table's raw columns; else they are one vector of features.</param>
/// <param name="IdIndex">The place of the column with the rows' ids; null where rows go by their number.</param>
internal sealed record MessageRows(
    QueuedMessage Message,
    CsvFile File,
    IReadOnlyList<CsvColumn> Columns,
    bool IsTable,
    int? IdIndex
)
{
    /// <summary>The names of the slots that a contribution belongs to, in the model's order.</summary>
    public IEnumerable<string> SlotNames => Columns.SelectMany(column => column.SlotNames);

    /// <summary>Makes what holds the columns' values of one row.</summary>
    /// <exception cref="CommandException">A column is there twice.</exception>
    public TableCells[] MakeCells() =>
        [.. Columns.Select(column => IsTable ? TableCells.For(column, File) : new FeatureCells(column, File))];
}
