using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Creates annotations with slot names.</summary>
internal static class SlotNames
{
    /// <summary>The name of ML.NET's annotation for slot names.</summary>
    public const string Kind = "SlotNames";

    /// <summary>Returns the annotation that an estimator promises for slot names.</summary>
    public static SchemaShape Shape() =>
        new([
            MlNetInternals.CreateShapeColumn(
                Kind,
                SchemaShape.Column.VectorKind.Vector,
                TextDataViewType.Instance,
                isKey: false,
                annotations: null
            ),
        ]);

    /// <summary>Returns the annotations of a column with these slot names.</summary>
    public static DataViewSchema.Annotations Annotations(ReadOnlyMemory<char>[] names)
    {
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getter = (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var editor = VBufferEditor.Create(ref value, names.Length);
            names.CopyTo(editor.Values);
            value = editor.Commit();
        };
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(Kind, new VectorDataViewType(TextDataViewType.Instance, names.Length), getter);
        return builder.ToAnnotations();
    }
}
