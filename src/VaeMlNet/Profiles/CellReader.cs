using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Reads the cells of a column as texts.</summary>
internal static class CellReader
{
    /// <summary>Returns an action that adds the current row's cell to a block.</summary>
    public static Action<CellBlock> Create(DataViewRow row, DataViewSchema.Column column)
    {
        var raw = column.Type.RawType;
        return column.Type switch
        {
            KeyDataViewType => OfKeys(row, column),
            // Texts and whole numbers are the same texts here as in the names of series.
            _ when SeriesNameReader.CanRead(column.Type) => OfTexts(SeriesNameReader.Create(row, column.Name)),
            _ when raw == typeof(float) => Of<float>(row, column, Text),
            _ when raw == typeof(double) => Of<double>(row, column, Text),
            _ when raw == typeof(bool) => Of<bool>(row, column, value => value ? "true" : "false"),
            _ when raw == typeof(DateTime) => Of<DateTime>(row, column, Text),
            _ when raw == typeof(DateTimeOffset) => Of<DateTimeOffset>(row, column, value => Text(value.DateTime)),
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

    private static Action<CellBlock> OfKeys(DataViewRow row, DataViewSchema.Column column)
    {
        var texts = KeyTexts.Read(column)?.Values;
        var raw = column.Type.RawType;
        return raw == typeof(byte) ? Of<byte>(row, column, key => Key(key, texts))
            : raw == typeof(ushort) ? Of<ushort>(row, column, key => Key(key, texts))
            : raw == typeof(ulong) ? Of<ulong>(row, column, key => Key(key, texts))
            : Of<uint>(row, column, key => Key(key, texts));
    }

    private static string Key(ulong key, IReadOnlyList<string>? texts) =>
        key == 0 ? ""
        : texts is not null && key <= (ulong)texts.Count ? texts[(int)key - 1]
        : key.ToString(CultureInfo.InvariantCulture);

    private static Action<CellBlock> OfTexts(Func<ReadOnlyMemory<char>> read) => block => block.Add(read().Span);

    private static Action<CellBlock> Of<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> text)
    {
        var read = CurrentValue.Of(row, column, text);
        return block => block.Add(read());
    }
}
