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
        column.Annotations.Schema.GetColumnOrNull(TextAnnotation.KeyValues)?.Type is VectorDataViewType vector
        && KeyValueType.Find(vector.ItemType) is { } type
            ? new(type.Name, type.Read(column))
            : null;
}
