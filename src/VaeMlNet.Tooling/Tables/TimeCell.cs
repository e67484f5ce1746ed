using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>A cell with the time of a row: a date, or a number.</summary>
internal sealed class TimeCell : TableCells
{
    private DateTime date;
    private double number;

    public TimeCell(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        Getter = IsDate
            ? (ValueGetter<DateTime>)((ref DateTime value) => value = date)
            : (ValueGetter<double>)((ref double value) => value = number);
    }

    /// <inheritdoc />
    public override Delegate Getter { get; }

    private bool IsDate => Column.Schema.Kind == VaeColumnKind.Date;

    /// <inheritdoc />
    public override void Read(CsvRecord record)
    {
        var text = record.Text(Indices[0]);
        var isRead = IsDate
            ? Column.Schema.TryReadDate(text, out date)
            : Column.Schema.TryReadNumber(text, out number) && double.IsFinite(number);
        if (!isRead)
        {
            throw Wrong(
                record,
                Indices[0],
                Column.IsMissing(record, Indices[0]) ? "the row has no time"
                    : IsDate ? $"'{text}' is not a date in the format {Column.Schema.DateFormat}"
                    : $"'{text}' is not a finite number",
                "Fix the cell, or remove the row."
            );
        }
    }
}
