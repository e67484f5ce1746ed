using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads the cells of a column as texts.</summary>
internal abstract class CellReader
{
    /// <summary>Adds the current row's cell to a block.</summary>
    public abstract void Read(CellBlock block);

    public static CellReader Create(DataViewRow row, DataViewSchema.Column column)
    {
        var raw = column.Type.RawType;
        return column.Type switch
        {
            KeyDataViewType => NewKeys(row, column),
            _ when raw == typeof(ReadOnlyMemory<char>) => new Texts(row, column),
            _ when raw == typeof(float) => new Values<float>(row, column, Text),
            _ when raw == typeof(double) => new Values<double>(row, column, Text),
            _ when raw == typeof(bool) => new Values<bool>(row, column, value => value ? "true" : "false"),
            _ when raw == typeof(DateTime) => new Values<DateTime>(row, column, Text),
            _ when raw == typeof(DateTimeOffset) => new Values<DateTimeOffset>(
                row,
                column,
                value => Text(value.DateTime)
            ),
            _ when raw == typeof(sbyte) => NewNumbers<sbyte>(row, column),
            _ when raw == typeof(byte) => NewNumbers<byte>(row, column),
            _ when raw == typeof(short) => NewNumbers<short>(row, column),
            _ when raw == typeof(ushort) => NewNumbers<ushort>(row, column),
            _ when raw == typeof(int) => NewNumbers<int>(row, column),
            _ when raw == typeof(uint) => NewNumbers<uint>(row, column),
            _ when raw == typeof(long) => NewNumbers<long>(row, column),
            _ when raw == typeof(ulong) => NewNumbers<ulong>(row, column),
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

    private static Values<T> NewNumbers<T>(DataViewRow row, DataViewSchema.Column column)
        where T : IFormattable => new(row, column, value => value.ToString(null, CultureInfo.InvariantCulture));

    private static CellReader NewKeys(DataViewRow row, DataViewSchema.Column column)
    {
        var texts = KeyTexts.Read(column)?.Values;
        var raw = column.Type.RawType;
        return raw == typeof(byte) ? new Values<byte>(row, column, key => Key(key, texts))
            : raw == typeof(ushort) ? new Values<ushort>(row, column, key => Key(key, texts))
            : raw == typeof(ulong) ? new Values<ulong>(row, column, key => Key(key, texts))
            : new Values<uint>(row, column, key => Key(key, texts));
    }

    private static string Key(ulong key, IReadOnlyList<string>? texts) =>
        key == 0 ? ""
        : texts is not null && key <= (ulong)texts.Count ? texts[(int)key - 1]
        : key.ToString(CultureInfo.InvariantCulture);

    private sealed class Texts(DataViewRow row, DataViewSchema.Column column) : CellReader
    {
        private readonly ValueGetter<ReadOnlyMemory<char>> getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        private ReadOnlyMemory<char> value;

        public override void Read(CellBlock block)
        {
            getter(ref value);
            block.Add(value.Span);
        }
    }

    private sealed class Values<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> text) : CellReader
    {
        private readonly ValueGetter<T> getter = row.GetGetter<T>(column);
        private T value = default!;

        public override void Read(CellBlock block)
        {
            getter(ref value);
            block.Add(text(value));
        }
    }
}
