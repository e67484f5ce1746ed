using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Texts;
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

    /// <summary>Returns whether the values begin with those of a model. Dates of which one side has no kind, as where ML.NET saved them, are compared without it.</summary>
    public bool BeginWith(IReadOnlyList<string> expected) =>
        Values.Count >= expected.Count
        && Values
            .Zip(expected)
            .All(pair => pair.First == pair.Second || (Type == "datetime" && AreSameTicks(pair.First, pair.Second)));

    private static bool AreSameTicks(string first, string second)
    {
        var ticks = ValueText.WithoutKind(first);
        return ticks == ValueText.WithoutKind(second) && (ticks == first || ticks == second);
    }
}
