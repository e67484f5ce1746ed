using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>Creates annotations with the values of a key column.</summary>
internal static class KeyValues
{
    private delegate bool TryParse<T>(string text, out T value);

    /// <summary>
    /// Returns the annotations that an estimator promises for a key column of a manifest; null if its keys have no values.
    /// </summary>
    public static SchemaShape? Shape(VaeColumn column) =>
        Values(column) is not { } values
            ? null
            : new([
                MlNetInternals.CreateShapeColumn(
                    TextAnnotation.KeyValues,
                    SchemaShape.Column.VectorKind.Vector,
                    values.ItemType,
                    isKey: false,
                    annotations: null
                ),
            ]);

    /// <summary>
    /// Returns the annotations of a key column of a manifest. Its values have the type that they had in training.
    /// </summary>
    public static DataViewSchema.Annotations Annotations(VaeColumn column)
    {
        if (Values(column) is not { } values)
        {
            return DataViewSchema.Annotations.Empty;
        }

        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(
            TextAnnotation.KeyValues,
            new VectorDataViewType(values.ItemType, column.KeyValues!.Count),
            values.Getter
        );
        return builder.ToAnnotations();
    }

    /// <summary>
    /// Returns the values as a ValueGetter of a vector. If they do not have the type that the manifest says, they are texts.
    /// </summary>
    private static (PrimitiveDataViewType ItemType, Delegate Getter)? Values(VaeColumn column)
    {
        if (column.KeyValues is not { } texts)
        {
            return null;
        }

        var parsed = column.KeyValueType switch
        {
            "single" => Parsed<float>(texts, NumberDataViewType.Single, Number),
            "double" => Parsed<double>(texts, NumberDataViewType.Double, Number),
            "int32" => Parsed<int>(texts, NumberDataViewType.Int32, Number),
            "int64" => Parsed<long>(texts, NumberDataViewType.Int64, Number),
            "uint32" => Parsed<uint>(texts, NumberDataViewType.UInt32, Number),
            "boolean" => Parsed<bool>(texts, BooleanDataViewType.Instance, bool.TryParse),
            _ => null,
        };
        return parsed ?? (TextDataViewType.Instance, Getter([.. texts.Select(t => t.AsMemory())]));
    }

    private static (PrimitiveDataViewType, Delegate)? Parsed<T>(
        IReadOnlyList<string> texts,
        PrimitiveDataViewType type,
        TryParse<T> tryParse
    )
    {
        var values = new T[texts.Count];
        return texts.Index().All(t => tryParse(t.Item, out values[t.Index])) ? (type, Getter(values)) : null;
    }

    private static bool Number<T>(string text, out T value)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out value!);

    private static ValueGetter<VBuffer<T>> Getter<T>(T[] values) => VectorGetter.Of<T>(() => values);
}
