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
            "single" => Parsed<float>(texts, NumberDataViewType.Single, Invariant),
            "double" => Parsed<double>(texts, NumberDataViewType.Double, Invariant),
            "int32" => Parsed<int>(texts, NumberDataViewType.Int32, Invariant),
            "int64" => Parsed<long>(texts, NumberDataViewType.Int64, Invariant),
            "uint32" => Parsed<uint>(texts, NumberDataViewType.UInt32, Invariant),
            "boolean" => Parsed<bool>(texts, BooleanDataViewType.Instance, bool.TryParse),
            "sbyte" => Parsed<sbyte>(texts, NumberDataViewType.SByte, Invariant),
            "byte" => Parsed<byte>(texts, NumberDataViewType.Byte, Invariant),
            "int16" => Parsed<short>(texts, NumberDataViewType.Int16, Invariant),
            "uint16" => Parsed<ushort>(texts, NumberDataViewType.UInt16, Invariant),
            "uint64" => Parsed<ulong>(texts, NumberDataViewType.UInt64, Invariant),
            "timespan" => Parsed<TimeSpan>(texts, TimeSpanDataViewType.Instance, Invariant),
            "datetime" => Parsed<DateTime>(texts, DateTimeDataViewType.Instance, DateAndTime),
            "datetimeoffset" => Parsed<DateTimeOffset>(texts, DateTimeOffsetDataViewType.Instance, Invariant),
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

    // A date keeps its kind, UTC or local.
    private static bool DateAndTime(string text, out DateTime value) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value);

    private static bool Invariant<T>(string text, out T value)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out value!);

    private static ValueGetter<VBuffer<T>> Getter<T>(T[] values) => VectorGetter.Of<T>(() => values);
}
