using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tooling;

/// <summary>Texts that ML.NET keeps beside a column: the values of keys, the names of slots.</summary>
internal static class TextAnnotation
{
    /// <summary>The values of the keys 1, 2, ...</summary>
    public const string KeyValues = "KeyValues";

    /// <summary>The names of a vector's slots.</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>Makes the annotations of a column that has one kind of text.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="texts">The texts, in order; null for a column without annotations.</param>
    public static DataViewSchema.Annotations? Of(string kind, IReadOnlyList<string>? texts)
    {
        if (texts is null)
        {
            return null;
        }

        ReadOnlyMemory<char>[] values = [.. texts.Select(text => text.AsMemory())];
        DataViewSchema.Annotations.Builder builder = new();
        builder.Add(
            kind,
            new VectorDataViewType(TextDataViewType.Instance, values.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(values.Length, values)
        );
        return builder.ToAnnotations();
    }
}
