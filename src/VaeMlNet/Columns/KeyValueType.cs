using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Texts;
using VaeMlNet.Views;

namespace VaeMlNet;

/// <summary>A type of key values that has a text form in the invariant culture.</summary>
internal abstract class KeyValueType
{
    private static readonly KeyValueType[] All =
    [
        new OfTexts(),
        new Of<float>("single", NumberDataViewType.Single),
        new Of<double>("double", NumberDataViewType.Double),
        new Of<int>("int32", NumberDataViewType.Int32),
        new Of<long>("int64", NumberDataViewType.Int64),
        new Of<uint>("uint32", NumberDataViewType.UInt32),
        new Of<bool>("boolean", BooleanDataViewType.Instance),
        new Of<sbyte>("sbyte", NumberDataViewType.SByte),
        new Of<byte>("byte", NumberDataViewType.Byte),
        new Of<short>("int16", NumberDataViewType.Int16),
        new Of<ushort>("uint16", NumberDataViewType.UInt16),
        new Of<ulong>("uint64", NumberDataViewType.UInt64),
        new Of<TimeSpan>("timespan", TimeSpanDataViewType.Instance),
        new OfDates(),
        new Of<DateTimeOffset>("datetimeoffset", DateTimeOffsetDataViewType.Instance),
    ];

    private KeyValueType(string name, PrimitiveDataViewType itemType)
    {
        Name = name;
        ItemType = itemType;
    }

    /// <summary>Gets the type of texts, in which values of all other types can be written.</summary>
    public static KeyValueType Text => All[0];

    /// <summary>Gets the name of the type in manifest.json.</summary>
    public string Name { get; }

    public PrimitiveDataViewType ItemType { get; }

    /// <summary>Returns the type with a name; null for an unknown name.</summary>
    public static KeyValueType? Find(string? name) => Array.Find(All, type => type.Name == name);

    /// <summary>Returns the type of the items of an annotation; null if it has no text form.</summary>
    public static KeyValueType? Find(DataViewType itemType) =>
        Array.Find(All, type => type.ItemType.RawType == itemType.RawType);

    /// <summary>Reads the key values of a column as texts.</summary>
    public abstract IReadOnlyList<string> Read(DataViewSchema.Column column);

    /// <summary>Returns a ValueGetter of the vector of values; null if a text is no value of this type.</summary>
    public abstract Delegate? Parse(IReadOnlyList<string> texts);

    private static string[] Read<T>(DataViewSchema.Column column, Func<T, string> toText)
    {
        VBuffer<T> values = default;
        column.Annotations.GetValue(TextAnnotation.KeyValues, ref values);
        return [.. values.DenseValues().Select(toText)];
    }

    private sealed class OfTexts() : KeyValueType("text", TextDataViewType.Instance)
    {
        public override IReadOnlyList<string> Read(DataViewSchema.Column column) =>
            Read<ReadOnlyMemory<char>>(column, text => text.ToString());

        public override Delegate Parse(IReadOnlyList<string> texts)
        {
            ReadOnlyMemory<char>[] values = [.. texts.Select(text => text.AsMemory())];
            return VectorGetter.Of<ReadOnlyMemory<char>>(() => values);
        }
    }

    private class Of<T>(string name, PrimitiveDataViewType itemType) : KeyValueType(name, itemType)
        where T : IParsable<T>
    {
        public override IReadOnlyList<string> Read(DataViewSchema.Column column) => Read<T>(column, ValueText.Of);

        public override Delegate? Parse(IReadOnlyList<string> texts)
        {
            var values = new T[texts.Count];
            return texts.Index().All(text => TryParse(text.Item, out values[text.Index]))
                ? VectorGetter.Of<T>(() => values)
                : null;
        }

        protected virtual bool TryParse(string text, out T value) =>
            T.TryParse(text, CultureInfo.InvariantCulture, out value!);
    }

    private sealed class OfDates() : Of<DateTime>("datetime", DateTimeDataViewType.Instance)
    {
        // A date keeps its kind, UTC or local.
        protected override bool TryParse(string text, out DateTime value) =>
            DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out value);
    }
}
