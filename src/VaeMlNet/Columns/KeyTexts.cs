using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>The values of a key column's numbers, as texts in the invariant culture.</summary>
/// <param name="Type">Type of the values, such as <c>text</c>.</param>
/// <param name="Values">The texts of 1 to K.</param>
internal sealed record KeyTexts(string Type, IReadOnlyList<string> Values)
{
    /// <summary>The name under which ML.NET keeps them.</summary>
    public const string Kind = "KeyValues";

    /// <summary>Reads them; null where a column has none, or of a type that has no text of its own.</summary>
    public static KeyTexts? Of(DataViewSchema.Column column) =>
        column.Annotations.Schema.GetColumnOrNull(Kind)?.Type is not VectorDataViewType vector
            ? null
            : vector.ItemType.RawType switch
            {
                var type when type == typeof(ReadOnlyMemory<char>) => Read<ReadOnlyMemory<char>>(column, "text"),
                var type when type == typeof(float) => Read<float>(column, "single"),
                var type when type == typeof(double) => Read<double>(column, "double"),
                var type when type == typeof(int) => Read<int>(column, "int32"),
                var type when type == typeof(long) => Read<long>(column, "int64"),
                var type when type == typeof(uint) => Read<uint>(column, "uint32"),
                var type when type == typeof(bool) => Read<bool>(column, "boolean"),
                _ => null,
            };

    private static KeyTexts Read<T>(DataViewSchema.Column column, string type)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(Kind, ref values);
        return new(type, [.. values.DenseValues().Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)!)]);
    }
}
