using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Data;

/// <summary>
/// The dates of a row of a CSV file whose missing cells are filled. A missing date from which another one is counted is the filled number of days
/// before that one, if the file has it: the model alone gives a date that need not fit.
/// </summary>
/// <param name="row">A cursor over the filled rows of the file.</param>
/// <param name="file">The file.</param>
/// <param name="columns">The columns of the model.</param>
internal sealed class FilledDates(DataViewRow row, CsvFile file, IReadOnlyList<CsvColumn> columns)
{
    // Those with the smallest range, which say most about the dates that they are counted from, come first.
    private readonly CsvColumn[] differences =
    [
        .. columns.Where(column => column.Since is not null).OrderBy(column => column.TrainingRange),
    ];

    private readonly Dictionary<string, Func<float[]>> slots = columns
        .Where(column => column.Dates is not null)
        .ToDictionary(column => column.Name, column => TableRowWriter.BindSlots(row, column));

    private readonly Dictionary<string, CellFormats> formats = columns.ToDictionary(
        column => column.Name,
        column => new CellFormats(column, file)
    );

    /// <summary>Gets or sets the row of the file, which the cursor is at, too.</summary>
    public CsvRecord? Record { get; set; }

    /// <summary>Returns an action that writes the date of a column in the current row.</summary>
    public Action<CsvWriter> Bind(CsvColumn column) => csv => TableRowWriter.WriteDate(csv, column, Read(column));

    private DateTime? Read(CsvColumn column) =>
        column.Since is { } since
            ? Decode(column, Read(since))
            : ReadCell(column) ?? FindStart(column) ?? Decode(column, null);

    private DateTime? Decode(CsvColumn column, DateTime? since) =>
        slots.TryGetValue(column.Name, out var own) ? column.Dates!.DecodeToStep(own(), since) : null;

    /// <summary>Returns the date that the file has; null for a missing one.</summary>
    private DateTime? ReadCell(CsvColumn column) =>
        file.Has(column.Name)
        && file.IndexOf(column.Name) is var index
        && formats[column.Name] is var format
        && !format.Of(Record!, index).IsMissing(Record!, index)
        && format.TryReadDate(Record!, index, out var date)
            ? date
            : null;

    /// <summary>Returns the date that lies the filled number of days before one that is counted from it; null for none.</summary>
    private DateTime? FindStart(CsvColumn start)
    {
        foreach (var column in differences)
        {
            if (
                column.Since?.Name == start.Name
                && ReadCell(column) is { } date
                && slots[column.Name]()[0] is var distance
                && float.IsFinite(distance)
            )
            {
                return column.Dates!.Decode([-distance], date) is { } before ? start.Schema.RoundDate(before) : null;
            }
        }

        return null;
    }
}
