using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>The rows of a lookup map: a value for each key.</summary>
internal abstract class ValueMap
{
    protected ValueMap(PrimitiveDataViewType keyType, DataViewSchema valueSchema)
    {
        KeyType = keyType;
        ValueSchema = valueSchema;
    }

    public PrimitiveDataViewType KeyType { get; }

    /// <summary>Gets a schema of one column with the type and annotations of the values.</summary>
    public DataViewSchema ValueSchema { get; }

    public static ValueMap Create(IDataView lookup, string keyColumn, string valueColumn)
    {
        var key = Find(lookup.Schema, keyColumn, "Key");
        var value = Find(lookup.Schema, valueColumn, "Value");
        var map = Create((PrimitiveDataViewType)key.Type, value);
        using var cursor = lookup.GetRowCursor([key, value]);
        map.Read(cursor, key, value);
        return map;
    }

    /// <summary>Creates an empty map.</summary>
    public static ValueMap Create(PrimitiveDataViewType keyType, DataViewSchema.Column value)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Value", value.Type, value.Annotations);
        return GenericCall.Invoke<ValueMap>(
            New<int, int>,
            [keyType.RawType, value.Type.RawType],
            keyType,
            builder.ToSchema()
        );
    }

    /// <summary>Creates a getter of the value of each key. The value is missing for keys that are not in the map.</summary>
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    public abstract void Save(BinaryWriter writer);

    public abstract void Load(BinaryReader reader);

    protected abstract void Read(DataViewRowCursor cursor, DataViewSchema.Column key, DataViewSchema.Column value);

    private static ValueMap New<TKey, TValue>(PrimitiveDataViewType keyType, DataViewSchema valueSchema) =>
        new ValueMap<TKey, TValue>(keyType, valueSchema);

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string role)
    {
        Check.NonEmpty(name, role);
        var column = schema.GetColumnOrNull(name);
        Check.That(column is not null, $"{role} column {name} does not exist in the given dataview");
        if (!TypeCodec.Knows(column.Value.Type) || column.Value.Type is VectorDataViewType)
        {
            throw new NotSupportedException("A lookup map of vectors is not supported here.");
        }

        return column.Value;
    }
}

internal sealed class ValueMap<TKey, TValue>(PrimitiveDataViewType keyType, DataViewSchema valueSchema)
    : ValueMap(keyType, valueSchema)
{
    private readonly Dictionary<TKey, TValue> _values =
        typeof(TKey) == typeof(ReadOnlyMemory<char>) ? new((IEqualityComparer<TKey>)(object)new TextComparer()) : new();

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column)
    {
        var missing = Missing();
        return ItemGetters.Map<TKey, TValue>(row, column, key => _values.GetValueOrDefault(key, missing));
    }

    public override void Save(BinaryWriter writer)
    {
        PrimitiveCodec.WriteArray(writer, _values.Keys);
        PrimitiveCodec.WriteArray(writer, _values.Values);
    }

    public override void Load(BinaryReader reader)
    {
        var keys = PrimitiveCodec.ReadArray<TKey>(reader);
        var values = PrimitiveCodec.ReadArray<TValue>(reader);
        foreach (var (key, value) in keys.Zip(values))
        {
            _values.Add(key, value);
        }
    }

    protected override void Read(DataViewRowCursor cursor, DataViewSchema.Column key, DataViewSchema.Column value)
    {
        var getKey = cursor.GetGetter<TKey>(key);
        var getValue = cursor.GetGetter<TValue>(value);
        while (cursor.MoveNext())
        {
            TKey next = default;
            TValue mapped = default;
            getKey(ref next);
            getValue(ref mapped);
            Check.That(_values.TryAdd(next, mapped), $"Duplicate keys in data '{next}'");
        }
    }

    /// <summary>Returns the value for an empty text.</summary>
    private static TValue Missing() =>
        typeof(TValue) == typeof(float) ? (TValue)(object)float.NaN
        : typeof(TValue) == typeof(double) ? (TValue)(object)double.NaN
        : default;
}

internal sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
{
    public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);
}
