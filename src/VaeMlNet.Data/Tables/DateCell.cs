using Microsoft.ML;
using VaeMlNet.Dates;
using VaeMlNet.Texts;
using VaeMlNet.Views;

namespace VaeMlNet.Data;

/// <summary>A date as the vector of its parts; NaN where the cell is missing, or that of the date from which its days are counted.</summary>
internal sealed class DateCell : TableCells
{
    // Days of ten years.
    private const int BitsOfCache = 12;

    private readonly DateSlots slots;
    private readonly DateCell? since;
    private readonly float[] missing;
    private readonly CellCache<float[]> known;
    private readonly CellCache<DateTime?> dates;
    private float[] values;

    public DateCell(CsvColumn column, DateSlots slots, CsvFile file)
        : base(column, file)
    {
        this.slots = slots;
        known = new(BitsOfCache, keeps: !file.MixesTypes);
        dates = new(BitsOfCache, keeps: !file.MixesTypes);
        since = column.Since is { } other && file.Has(other.Name) ? new(other, other.Dates!, file) : null;
        missing = new float[slots.Names.Count];
        Array.Fill(missing, float.NaN);
        values = missing;
        Getter = VectorGetter.Of<float>(() => values);
    }

    public override Delegate Getter { get; }

    public override void Read(CsvRecord record)
    {
        if (slots.Since is not null)
        {
            values = Encode(ReadDate(record), since?.ReadDate(record));
            return;
        }

        var cell = record.Cell(Indices[0]);
        if (!known.TryGet(cell, out values))
        {
            values = Encode(Parse(record), null);
            known.Add(cell, values);
        }
    }

    private float[] Encode(DateTime? date, DateTime? start)
    {
        if (date is not { } known)
        {
            return missing;
        }

        var parts = new float[missing.Length];
        slots.Encode(known, start, parts);
        return parts;
    }

    private DateTime? ReadDate(CsvRecord record)
    {
        var cell = record.Cell(Indices[0]);
        if (!dates.TryGet(cell, out var date))
        {
            date = Parse(record);
            dates.Add(cell, date);
        }

        return date;
    }

    private DateTime? Parse(CsvRecord record)
    {
        var format = Formats.Of(record, Indices[0]);
        if (format.IsMissing(record, Indices[0]))
        {
            return null;
        }

        return Formats.TryReadDate(record, Indices[0], out var date)
            ? date
            : throw Wrong(
                record,
                Indices[0],
                $"'{Excerpt.Of(record.Text(Indices[0]))}' is not a date in the format {format.Schema.DateFormat}",
                "Fix the cell, or leave it empty where there is no value."
            );
    }
}

/// <summary>A cell with the time of a row: a date, or a number.</summary>
internal sealed class TimeCell : TableCells
{
    private DateTimeOffset date;
    private double number;

    public TimeCell(CsvColumn column, CsvFile file)
        : base(column, file)
    {
        Getter =
            !IsDate ? (ValueGetter<double>)((ref double value) => value = number)
            : column.HasOffsets ? (ValueGetter<DateTimeOffset>)((ref DateTimeOffset value) => value = date)
            : (ValueGetter<DateTime>)((ref DateTime value) => value = date.DateTime);
    }

    public override Delegate Getter { get; }

    private bool IsDate => Column.Schema.Kind == VaeColumnKind.Date;

    public override void Read(CsvRecord record)
    {
        var text = record.Text(Indices[0]);
        var format = Formats.Of(record, Indices[0]);
        var isRead = IsDate
            ? Formats.TryReadInstant(record, Indices[0], out date)
            : format.Schema.TryReadNumber(text, out number) && double.IsFinite(number);
        if (!isRead)
        {
            throw Wrong(
                record,
                Indices[0],
                format.IsMissing(record, Indices[0]) ? "the row has no time"
                    : IsDate ? $"'{Excerpt.Of(text)}' is not a date in the format {format.Schema.DateFormat}"
                    : $"'{Excerpt.Of(text)}' is not a finite number",
                "Fix the cell, or remove the row."
            );
        }
    }
}
