using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Creates annotations with slot names.</summary>
internal static class SlotNames
{
    /// <summary>The name of ML.NET's annotation for slot names.</summary>
    public const string Kind = "SlotNames";

    /// <summary>Returns the names of a vector's slots, empty for those without one; null unless the column has names for all slots.</summary>
    public static string[]? Read(DataViewSchema.Column column)
    {
        if (!column.HasSlotNames())
        {
            return null;
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return names.Length == (column.Type as VectorDataViewType)?.Size
            ? [.. names.DenseValues().Select(name => name.ToString())]
            : null;
    }

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
