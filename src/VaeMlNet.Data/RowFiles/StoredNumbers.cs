using CsvHelper;
using Parquet.Meta;
using Parquet.Schema;
using ParquetType = Parquet.Meta.Type;

namespace VaeMlNet.Data;

/// <summary>
/// The dates, times and decimals of a Parquet file that are stored as whole numbers. Parquet.Net has no decoder for some encodings of these types,
/// but has them for whole numbers, and gives times of day as counts of their units.
/// </summary>
internal sealed class StoredNumbers
{
    private const long TicksOfMillisecond = TimeSpan.TicksPerMillisecond;
    private const long TicksOfMicrosecond = TimeSpan.TicksPerMicrosecond;

    private readonly Kind kind;
    private readonly long ticks; // of 1; negative: so many make a tick
    private readonly decimal divisor;

    private StoredNumbers(Field field, SchemaElement element, Kind kind, long ticks)
    {
        this.kind = kind;
        this.ticks = ticks;
        IsLong = element.Type == ParquetType.INT64;
        divisor = 1;
        for (var i = 0; kind == Kind.Decimal && i < (element.Scale ?? 0); i++)
        {
            divisor *= 10;
        }

        Column = new DataField(field.Name, IsLong ? typeof(long) : typeof(int), field.IsNullable);
        // A schema gives the column its place.
        _ = new ParquetSchema(Column);
    }

    private enum Kind
    {
        Date,
        DateTime,
        TimeOfDay,
        Decimal,
    }

    /// <summary>Gets the column of whole numbers.</summary>
    public DataField Column { get; }

    /// <summary>Gets a value indicating whether the numbers have 64 bits instead of 32.</summary>
    public bool IsLong { get; }

    /// <summary>Returns how the cells of a column are stored; null if they are what their type says, or of another type.</summary>
    public static StoredNumbers? Find(DataField field)
    {
        var element = field.SchemaElement;
        return element?.Type is not (ParquetType.INT32 or ParquetType.INT64) ? null
            : field is DecimalDataField ? new(field, element, Kind.Decimal, 0)
            : field is TimeDataField ? OfTicks(field, element, Kind.TimeOfDay, element.LogicalType?.TIME?.Unit)
            : field is not DateTimeDataField ? null
            : element.LogicalType?.DATE is not null || element.ConvertedType == ConvertedType.DATE
                ? new(field, element, Kind.Date, TimeSpan.TicksPerDay)
            : OfTicks(field, element, Kind.DateTime, element.LogicalType?.TIMESTAMP?.Unit);
    }

    /// <summary>Writes the cell of a number.</summary>
    /// <param name="csv">The writer.</param>
    /// <param name="stored">The number.</param>
    /// <exception cref="InvalidDataException">The number is that of no date or no time of day.</exception>
    public void Write(CsvWriter csv, long stored)
    {
        try
        {
            switch (kind)
            {
                case Kind.Decimal:
                    csv.WriteField(stored / divisor);
                    break;
                case Kind.TimeOfDay:
                    csv.WriteField(new TimeOnly(Ticks(stored)), ParquetCells.TimesOfDay);
                    break;
                default:
                    csv.WriteField(
                        DateTime.UnixEpoch.AddTicks(Ticks(stored)),
                        kind == Kind.Date ? ParquetCells.Dates : ParquetCells.DateTimes
                    );
                    break;
            }
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException(
                FormattableString.Invariant(
                    $"{stored} is no {(kind == Kind.TimeOfDay ? "time of day" : "date from year 1 to 9999")}"
                ),
                e
            );
        }
    }

    private static StoredNumbers? OfTicks(DataField field, SchemaElement element, Kind kind, TimeUnit? unit) =>
        unit?.NANOS is not null ? new(field, element, kind, -TimeSpan.NanosecondsPerTick)
        : unit?.MICROS is not null
        || element.ConvertedType is ConvertedType.TIME_MICROS or ConvertedType.TIMESTAMP_MICROS
            ? new(field, element, kind, TicksOfMicrosecond)
        : unit?.MILLIS is not null
        || element.ConvertedType is ConvertedType.TIME_MILLIS or ConvertedType.TIMESTAMP_MILLIS
            ? new(field, element, kind, TicksOfMillisecond)
        : null;

    // Nanoseconds before 1970 are rounded down, as those after it.
    private long Ticks(long stored) => ticks > 0 ? checked(stored * ticks) : (long)Math.Floor((decimal)stored / -ticks);
}
