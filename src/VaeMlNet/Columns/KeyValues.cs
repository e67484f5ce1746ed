using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Creates annotations with the values of a key column.</summary>
internal static class KeyValues
{
    /// <summary>
    /// Returns the annotations that an estimator promises for a key column of a manifest; null if its keys have no values.
    /// </summary>
    public static SchemaShape? Shape(VaeColumn column) =>
        column.KeyValues is not { } texts
            ? null
            : new([
                MlNetInternals.CreateShapeColumn(
                    TextAnnotation.KeyValues,
                    SchemaShape.Column.VectorKind.Vector,
                    Parse(texts, column.KeyValueType).ItemType,
                    isKey: false,
                    annotations: null
                ),
            ]);

    /// <summary>
    /// Returns the annotations of a key column of a manifest. Its values have the type that they had in training.
    /// </summary>
    public static DataViewSchema.Annotations Annotations(VaeColumn column)
    {
        if (column.KeyValues is not { } texts)
        {
            return DataViewSchema.Annotations.Empty;
        }

        var (itemType, getter) = Parse(texts, column.KeyValueType);
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(TextAnnotation.KeyValues, new VectorDataViewType(itemType, texts.Count), getter);
        return builder.ToAnnotations();
    }

    /// <summary>
    /// Returns the values as a ValueGetter of a vector. If they do not have the type that the manifest says, they are texts.
    /// </summary>
    private static (PrimitiveDataViewType ItemType, Delegate Getter) Parse(
        IReadOnlyList<string> texts,
        string? typeName
    ) =>
        KeyValueType.Find(typeName) is { } type && type.Parse(texts) is { } getter
            ? (type.ItemType, getter)
            : (KeyValueType.Text.ItemType, KeyValueType.Text.Parse(texts)!);
}
