using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>The annotations by which ML.NET marks the columns of one scorer.</summary>
internal static class ScoreAnnotations
{
    private static readonly KeyDataViewType SetIdType = new(typeof(uint), int.MaxValue);

    /// <summary>Returns the largest id of a scorer's columns in the schema plus 1.</summary>
    public static uint NextSetId(DataViewSchema schema)
    {
        uint largest = 0;
        foreach (var column in schema)
        {
            var annotation = column.Annotations.Schema.GetColumnOrNull(AnnotationKinds.ScoreColumnSetId);
            if (annotation?.Type is not KeyDataViewType { RawType: var type } || type != typeof(uint))
            {
                continue;
            }

            uint id = 0;
            column.Annotations.GetValue(AnnotationKinds.ScoreColumnSetId, ref id);
            largest = Math.Max(largest, id);
        }

        return largest + 1;
    }

    public static void Add(DataViewSchema.Annotations.Builder builder, uint setId, string columnKind, string valueKind)
    {
        builder.Add(AnnotationKinds.ScoreColumnSetId, SetIdType, (ref uint value) => value = setId);
        AddText(builder, AnnotationKinds.ScoreColumnKind, columnKind);
        AddText(builder, AnnotationKinds.ScoreValueKind, valueKind);
    }

    private static void AddText(DataViewSchema.Annotations.Builder builder, string name, string text) =>
        builder.Add(name, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());
}
