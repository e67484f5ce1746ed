using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>What the numbers of a key column stand for, as texts.</summary>
internal static class KeyValueTexts
{
    /// <summary>The name under which ML.NET keeps them.</summary>
    private const string Kind = "KeyValues";

    /// <summary>Reads them; nulls where the column has none, or of a type that has no text of its own.</summary>
    /// <param name="column">A key column.</param>
    public static (string? Type, IReadOnlyList<string>? Values) Of(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(Kind)?.Type is not VectorDataViewType vector)
        {
            return (null, null);
        }

        return vector.ItemType.RawType switch
        {
            var type when type == typeof(ReadOnlyMemory<char>) => ("text", Read<ReadOnlyMemory<char>>(column)),
            var type when type == typeof(float) => ("single", Read<float>(column)),
            var type when type == typeof(double) => ("double", Read<double>(column)),
            var type when type == typeof(int) => ("int32", Read<int>(column)),
            var type when type == typeof(long) => ("int64", Read<long>(column)),
            var type when type == typeof(uint) => ("uint32", Read<uint>(column)),
            var type when type == typeof(bool) => ("boolean", Read<bool>(column)),
            _ => (null, null),
        };
    }

    private static string[] Read<T>(DataViewSchema.Column column)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(Kind, ref values);
        return [.. values.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)];
    }
}
