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
                _ => null,
            };

    private static KeyTexts ReadValues<T>(DataViewSchema.Column column, string type)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(TextAnnotation.KeyValues, ref values);
        return new(type, [.. values.DenseValues().Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)!)]);
    }
}
