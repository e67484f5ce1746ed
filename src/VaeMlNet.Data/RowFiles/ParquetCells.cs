using CsvHelper;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace VaeMlNet.Data;

/// <summary>The cells of one column of a Parquet file, row group by row group.</summary>
internal abstract class ParquetCells(string name) : IDisposable
{
    /// <summary>The format of days with their times.</summary>
    public const string DateTimes = "yyyy-MM-dd HH:mm:ss.FFFFFFF";

    /// <summary>The format of days.</summary>
    public const string Dates = "yyyy-MM-dd";

    /// <summary>The format of times of day.</summary>
    public const string TimesOfDay = "HH:mm:ss.FFFFFFF";

    /// <summary>Gets the name of the column.</summary>
    public string Name => name;

    /// <summary>Returns the reason why the cells of a column cannot be read; null where they can.</summary>
    public static string? FindProblem(Field field) =>
        field is not DataField { IsArray: false } data
            ? $"it is nested ({field.SchemaType.ToString().ToLowerInvariant()})"
        : Create(data) is null
            ? data.ClrType == typeof(ReadOnlyMemory<byte>) || data.ClrType == typeof(byte[])
                    ? "it has bytes, and no texts or numbers"
                : $"its type {data.ClrType.Name} is not read"
        : null;

    /// <summary>Returns the column for copies of the cells; null for texts.</summary>
    public static WrittenColumn? FindOutput(Field field) =>
        field is TimeDataField
            ? new WrittenColumn(field.Name, WrittenType.TimeOfDay)
            : (field as DataField)?.ClrType switch
            {
                var type when type == typeof(bool) => new WrittenColumn(field.Name, WrittenType.Truth),
                var type when type == typeof(float) => new WrittenColumn(field.Name, WrittenType.Single),
                var type when type == typeof(double) => new WrittenColumn(field.Name, WrittenType.Double),
                var type when type == typeof(ulong) => new WrittenColumn(field.Name, WrittenType.Unsigned),
                var type when type == typeof(decimal) => field
                    is DecimalDataField { Precision: var precision, Scale: var scale }
                    ? new WrittenColumn(field.Name, WrittenType.Decimal) { Digits = (precision, scale) }
                    : new WrittenColumn(field.Name, WrittenType.Double),
                var type when type == typeof(DateTime) || type == typeof(DateOnly) => WrittenColumn.Of(
                    field.Name,
                    new()
                    {
                        Name = field.Name,
                        Kind = VaeColumnKind.Date,
                        DateFormat = HasDays((DataField)field) ? Dates : DateTimes,
                    }
                ),
                { IsPrimitive: true } => new WrittenColumn(field.Name, WrittenType.Whole),
                _ => (WrittenColumn?)null,
            };

    private static bool HasDays(DataField field) =>
        field.ClrType == typeof(DateOnly) || field is DateTimeDataField { DateTimeFormat: DateTimeFormat.Date };

    /// <summary>Creates the cells of a column. They have no values if the column cannot be read.</summary>
    public static ParquetCells For(Field field) =>
        (field is DataField { IsArray: false } data ? Create(data) : null) ?? new Unread(field.Name);

    /// <summary>Reads the cells of a row group.</summary>
    public abstract void Load(ParquetRowGroupReader group);

    /// <summary>Leaves rows out.</summary>
    public abstract void Skip(int count);

    public abstract void WriteNext(CsvWriter csv);

    public abstract void Dispose();

    private static ParquetCells? Create(DataField field) =>
        StoredNumbers.Find(field) switch
        {
            { IsLong: true } stored => new Values<long>(stored.Column, stored.Write),
            { } stored => new Values<int>(stored.Column, (csv, value) => stored.Write(csv, value)),
            null => CreateOfType(field),
        };

    private static ParquetCells? CreateOfType(DataField field) =>
        field.ClrType switch
        {
            var type when type == typeof(bool) => new Values<bool>(
                field,
                (csv, value) => csv.WriteField(value ? "true"u8 : "false"u8)
            ),
            var type when type == typeof(sbyte) => Formatted<sbyte>(field),
            var type when type == typeof(byte) => Formatted<byte>(field),
            var type when type == typeof(short) => Formatted<short>(field),
            var type when type == typeof(ushort) => Formatted<ushort>(field),
            var type when type == typeof(int) => Formatted<int>(field),
            var type when type == typeof(uint) => Formatted<uint>(field),
            var type when type == typeof(long) => Formatted<long>(field),
            var type when type == typeof(ulong) => Formatted<ulong>(field),
            var type when type == typeof(decimal) => Formatted<decimal>(field),
            var type when type == typeof(float) => new Values<float>(
                field,
                (csv, value) => csv.WriteField(float.IsNaN(value) ? null : (float?)value)
            ),
            var type when type == typeof(double) => new Values<double>(
                field,
                (csv, value) => csv.WriteField(double.IsNaN(value) ? null : (double?)value)
            ),
            var type when type == typeof(DateTime) => Formatted<DateTime>(field, HasDays(field) ? Dates : DateTimes),
            var type when type == typeof(DateOnly) => Formatted<DateOnly>(field, Dates),
            var type when type == typeof(TimeOnly) => Formatted<TimeOnly>(field, TimesOfDay),
            var type when type == typeof(TimeSpan) => Formatted<TimeSpan>(field, "c"),
            var type when type == typeof(Guid) => Formatted<Guid>(field, "D"),
            var type when type == typeof(ReadOnlyMemory<char>) => new Values<ReadOnlyMemory<char>>(
                field,
                (csv, text) => csv.WriteField(text.Span)
            ),
            _ => null,
        };

    private static Values<T> Formatted<T>(DataField field, string? format = null)
        where T : struct, IUtf8SpanFormattable => new(field, (csv, value) => csv.WriteField(value, format));

    private sealed class Values<T>(DataField column, Action<CsvWriter, T> write) : ParquetCells(column.Name)
        where T : struct
    {
        private RawColumnData<T>? data;
        private int row;
        private int value; // the index among the cells that have a value

        public override void Load(ParquetRowGroupReader group)
        {
            data?.Dispose();
            data = null;
            var own = (RawColumnData<T>)group.ReadRawColumnDataBaseAsync(column).AsTask().GetAwaiter().GetResult();
            data = own;
            (row, value) = (0, 0);
            var rows = column.MaxDefinitionLevel > 0 ? own.DefinitionLevels.Length : own.Values.Length;
            if (rows != group.RowCount)
            {
                throw new InvalidDataException($"it has {rows} cells for {group.RowCount} rows");
            }
        }

        public override void Skip(int count)
        {
            for (var i = 0; i < count; i++)
            {
                value += HasValue ? 1 : 0;
                row++;
            }
        }

        public override void WriteNext(CsvWriter csv)
        {
            if (HasValue)
            {
                write(csv, data!.Values[value++]);
            }
            else
            {
                csv.WriteField(""u8);
            }

            row++;
        }

        public override void Dispose() => data?.Dispose();

        private bool HasValue =>
            column.MaxDefinitionLevel == 0 || data!.DefinitionLevels[row] == column.MaxDefinitionLevel;
    }

    private sealed class Unread(string name) : ParquetCells(name)
    {
        public override void Load(ParquetRowGroupReader group) { }

        public override void Skip(int count) { }

        public override void WriteNext(CsvWriter csv) => csv.WriteField(""u8);

        public override void Dispose() { }
    }
}
