using System.Globalization;

namespace VaeMlNet.Data;

/// <summary>
/// The formats of a column's cells. A text is in that of the column, which is that of the training data. A number, a Boolean or a date of a file with
/// types has one meaning, whatever the training data looked like.
/// </summary>
/// <param name="column">The column.</param>
/// <param name="file">The file.</param>
internal sealed class CellFormats(CsvColumn column, CsvFile file)
{
    private readonly CsvColumn numbers = column.WithPlainNumbers();
    private readonly CsvColumn days = column.WithDateFormat(ParquetCells.Dates);
    private readonly CsvColumn times = column.WithDateFormat(ParquetCells.DateTimes);

    private readonly CsvColumn timesOfDay =
        WrittenColumn.Of(column.Name, column.Schema).Type == WrittenType.TimeOfDay
            ? column.WithDateFormat(ParquetCells.TimesOfDay)
            : column;

    private readonly TimeSpan offset = OffsetOf(column.Schema);

    // Of false and true.
    private readonly IReadOnlyList<string> truths =
        column.Schema.Kind != VaeColumnKind.Boolean ? []
        : column.Kind == CsvColumnKind.Category ? column.KeyValues
        : column.Schema.Values;

    /// <summary>Gets the column.</summary>
    public CsvColumn Column => column;

    /// <summary>Returns the column in the format of a cell.</summary>
    public CsvColumn Of(CsvRecord record, int index) =>
        file.TypeOf(record, index) switch
        {
            WrittenType.Text or WrittenType.Truth => column,
            WrittenType.Date => days,
            WrittenType.Time => times,
            WrittenType.TimeOfDay => timesOfDay,
            _ => numbers,
        };

    /// <summary>Returns whether the file says that a cell is a number.</summary>
    public bool IsNumber(CsvRecord record, int index) =>
        file.TypeOf(record, index)
            is WrittenType.Single
                or WrittenType.Double
                or WrittenType.Whole
                or WrittenType.Unsigned
                or WrittenType.Decimal;

    /// <summary>Returns a Boolean that stands for one of the column's two texts; null for another cell.</summary>
    public bool? FindTruth(CsvRecord record, int index) =>
        truths.Count > 1
        && file.TypeOf(record, index) == WrittenType.Truth
        && record.Cell(index) is { IsEmpty: false } cell
            ? cell[0] == 't'
            : null;

    /// <summary>Reads a date on the clock of the column. Times of a file with types are in UTC where the format of the column has an offset.</summary>
    public bool TryReadDate(CsvRecord record, int index, out DateTime date)
    {
        var own = Of(record, index);
        var isRead = own.Schema.TryReadDate(record.Text(index), out date);
        date = isRead && ReferenceEquals(own, times) ? OnClock(date) : date;
        return isRead;
    }

    /// <summary>Reads a date with its offset from UTC, which is that of the column's format where the file has only UTC.</summary>
    public bool TryReadInstant(CsvRecord record, int index, out DateTimeOffset time)
    {
        var own = Of(record, index);
        var isRead = own.Schema.TryReadInstant(record.Text(index), out time);
        time = isRead && ReferenceEquals(own, times) ? new(OnClock(time.UtcDateTime), offset) : time;
        return isRead;
    }

    /// <summary>Returns the text of a number, a Boolean or a date in the format of the column; null for a cell that is in it.</summary>
    public string? Translate(CsvRecord record, int index)
    {
        if (FindTruth(record, index) is { } truth)
        {
            return truths[truth ? 1 : 0];
        }

        return ReferenceEquals(Of(record, index), column) ? null
            : column.Schema.Kind != VaeColumnKind.Date
                ? numbers.Schema.TryReadNumber(record.Text(index), out var number) ? TextOf(number)
                    : null
            : TryReadDate(record, index, out var date) ? column.Schema.FormatDate(date)
            : null;
    }

    // Marks such as 9999-12-31 23:59 in UTC are the last or the first time of the clock.
    private DateTime OnClock(DateTime utc) =>
        new(Math.Clamp(utc.Ticks + offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));

    private static TimeSpan OffsetOf(VaeColumnSchema schema) =>
        schema.Kind == VaeColumnKind.Date
        && schema.TryReadInstant(schema.FormatDate(DateTime.UnixEpoch), out var time)
        && DateTime.UnixEpoch - time.UtcDateTime is var offset
        && offset.Duration() < TimeSpan.FromDays(1) // a time of day has no date
            ? offset
            : TimeSpan.Zero;

    // With all digits, which the format of written numbers can lack.
    private string TextOf(double number)
    {
        var schema = column.Schema;
        var digits = Math.Abs(number).ToString(CultureInfo.InvariantCulture).Replace('.', schema.DecimalMark ?? '.');
        var text = $"{(number < 0 ? "-" : "")}{schema.Prefix}{digits}{schema.Suffix}";
        return schema.TryReadNumber(text, out var read) && read == number ? text : schema.FormatNumber(number);
    }
}
