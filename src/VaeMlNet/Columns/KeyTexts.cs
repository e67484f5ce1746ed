using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>The values of a key column as texts in the invariant culture.</summary>
/// <param name="Type">The type of the values, such as <c>text</c>.</param>
/// <param name="Values">The texts of the keys 1 to K.</param>
internal sealed record KeyTexts(string Type, IReadOnlyList<string> Values)
{
    /// <summary>Reads the key values of a column. Returns null if it has none, or if their type has no text form.</summary>
    public static KeyTexts? Read(DataViewSchema.Column column) =>
        column.Annotations.Schema.GetColumnOrNull(TextAnnotation.KeyValues)?.Type is not VectorDataViewType vector
            ? null
            : vector.ItemType.RawType switch
            {
                var type when type == typeof(ReadOnlyMemory<char>) => ReadValues<ReadOnlyMemory<char>>(column, "text"),
                var type when type == typeof(float) => ReadValues<float>(column, "single"),
                var type when type == typeof(double) => ReadValues<double>(column, "double"),
                var type when type == typeof(int) => ReadValues<int>(column, "int32"),
                var type when type == typeof(long) => ReadValues<long>(column, "int64"),
                var type when type == typeof(uint) => ReadValues<uint>(column, "uint32"),
                var type when type == typeof(bool) => ReadValues<bool>(column, "boolean"),
                var type when type == typeof(sbyte) => ReadValues<sbyte>(column, "sbyte"),
                var type when type == typeof(byte) => ReadValues<byte>(column, "byte"),
                var type when type == typeof(short) => ReadValues<short>(column, "int16"),
                var type when type == typeof(ushort) => ReadValues<ushort>(column, "uint16"),
                var type when type == typeof(ulong) => ReadValues<ulong>(column, "uint64"),
                var type when type == typeof(TimeSpan) => ReadValues<TimeSpan>(column, "timespan"),
                var type when type == typeof(DateTime) => ReadValues<DateTime>(column, "datetime"),
                var type when type == typeof(DateTimeOffset) => ReadValues<DateTimeOffset>(column, "datetimeoffset"),
                _ => null,
            };

    private static KeyTexts ReadValues<T>(DataViewSchema.Column column, string type)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(TextAnnotation.KeyValues, ref values);
        return new(type, [.. values.DenseValues().Select(value => Text(value))]);
    }

    private static string Text(object? value) =>
        value is DateTime or DateTimeOffset
            ? ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
