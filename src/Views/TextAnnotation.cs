using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Views;

/// <summary>Creates ML.NET annotations of a column with texts: the values of keys, or the names of slots.</summary>
/// <remarks>This source file is compiled into each assembly that has views.</remarks>
internal static class TextAnnotation
{
    /// <summary>The annotation with the values of the keys 1, 2, ...</summary>
    public const string KeyValues = "KeyValues";

    /// <summary>The annotation with the names of the slots of a vector.</summary>
    public const string SlotNames = "SlotNames";

    /// <summary>Creates the annotations of a column with one kind of text.</summary>
    /// <param name="kind">The name of the annotation.</param>
    /// <param name="texts">The texts, in order; null for a column without annotations.</param>
    public static DataViewSchema.Annotations? Create(string kind, IReadOnlyList<string>? texts)
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
            VectorGetter.Of<ReadOnlyMemory<char>>(() => values)
        );
        return builder.ToAnnotations();
    }
}
