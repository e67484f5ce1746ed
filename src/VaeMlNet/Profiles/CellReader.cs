using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads the cells of a column as texts for its observer.</summary>
internal abstract class CellReader
{
    /// <summary>Adds the current row's cell to the observer.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="place">The row's place in the sample, or -1.</param>
    public abstract void Read(long row, int place);

    public static CellReader Create(DataViewRow row, DataViewSchema.Column column, ColumnObserver seen)
    {
        var raw = column.Type.RawType;
        return column.Type switch
        {
            KeyDataViewType => NewKeys(row, column, seen),
            _ when raw == typeof(ReadOnlyMemory<char>) => new Texts(row, column, seen),
            _ when raw == typeof(float) => new Values<float>(row, column, seen, Text),
            _ when raw == typeof(double) => new Values<double>(row, column, seen, Text),
            _ when raw == typeof(bool) => new Values<bool>(row, column, seen, value => value ? "true" : "false"),
            _ when raw == typeof(DateTime) => new Values<DateTime>(row, column, seen, Text),
            _ when raw == typeof(DateTimeOffset) => new Values<DateTimeOffset>(
                row,
                column,
                seen,
                value => Text(value.DateTime)
            ),
            _ when raw == typeof(sbyte) => NewNumbers<sbyte>(row, column, seen),
            _ when raw == typeof(byte) => NewNumbers<byte>(row, column, seen),
            _ when raw == typeof(short) => NewNumbers<short>(row, column, seen),
            _ when raw == typeof(ushort) => NewNumbers<ushort>(row, column, seen),
            _ when raw == typeof(int) => NewNumbers<int>(row, column, seen),
            _ when raw == typeof(uint) => NewNumbers<uint>(row, column, seen),
            _ when raw == typeof(long) => NewNumbers<long>(row, column, seen),
            _ when raw == typeof(ulong) => NewNumbers<ulong>(row, column, seen),
            _ => throw new ArgumentOutOfRangeException(
                nameof(column),
                $"Column '{column.Name}' is {column.Type}, which cannot be profiled. Expected numbers, Booleans, texts, keys or dates; leave the column out with SelectColumns or DropColumns."
            ),
        };
    }

    private static string Text(float value) => float.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => double.IsNaN(value) ? "" : value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTime value) =>
        value == default ? ""
        : value.TimeOfDay == TimeSpan.Zero ? value.ToString("yyyy-MM-dd 00:00:00", CultureInfo.InvariantCulture)
        : value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    private static Values<T> NewNumbers<T>(DataViewRow row, DataViewSchema.Column column, ColumnObserver seen)
        where T : IFormattable => new(row, column, seen, value => value.ToString(null, CultureInfo.InvariantCulture));

    private static CellReader NewKeys(DataViewRow row, DataViewSchema.Column column, ColumnObserver seen)
    {
        var texts = KeyTexts.Read(column)?.Values;
        var raw = column.Type.RawType;
        return raw == typeof(byte) ? new Values<byte>(row, column, seen, key => Key(key, texts))
            : raw == typeof(ushort) ? new Values<ushort>(row, column, seen, key => Key(key, texts))
            : raw == typeof(ulong) ? new Values<ulong>(row, column, seen, key => Key(key, texts))
            : new Values<uint>(row, column, seen, key => Key(key, texts));
    }

    private static string Key(ulong key, IReadOnlyList<string>? texts) =>
        key == 0 ? ""
        : texts is not null && key <= (ulong)texts.Count ? texts[(int)key - 1]
        : key.ToString(CultureInfo.InvariantCulture);

    private sealed class Texts(DataViewRow row, DataViewSchema.Column column, ColumnObserver seen) : CellReader
    {
        private readonly ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        private ReadOnlyMemory<char> value;

        public override void Read(long row, int place)
        {
            getter(ref value);
            seen.Add(value.Span, row, place);
        }
    }

    private sealed class Values<T>(
        DataViewRow row,
        DataViewSchema.Column column,
        ColumnObserver seen,
        Func<T, string> text
    ) : CellReader
    {
        private readonly ValueGetter<T> getter = row.GetGetter<T>(column);
        private T value = default!;

        public override void Read(long row, int place)
        {
            getter(ref value);
            seen.Add(text(value), row, place);
        }
    }
}
