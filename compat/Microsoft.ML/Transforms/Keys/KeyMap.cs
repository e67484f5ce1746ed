using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Distinct values of a column in the order of their keys.</summary>
internal abstract class KeyMap
{
    protected KeyMap(PrimitiveDataViewType valueType)
    {
        ValueType = valueType;
    }

    /// <summary>Gets the type of the values.</summary>
    public PrimitiveDataViewType ValueType { get; }

    public abstract int Count { get; }

    /// <summary>Gets the type of the keys. For a map without values, the type allows one key, which never occurs.</summary>
    public KeyDataViewType KeyType => new(typeof(uint), Math.Max(1, Count));

    /// <summary>Learns a limited number of values from a column, by occurrence or in order.</summary>
    public static KeyMap Learn(
        IDataView data,
        DataViewSchema.Column column,
        int maximum,
        ValueToKeyMappingEstimator.KeyOrdinality order
    )
    {
        var itemType = (PrimitiveDataViewType)PrimitiveTypes.ItemTypeOf(column.Type);
        using var cursor = data.GetRowCursor([column]);
        return itemType is TextDataViewType
            ? KeyMap<string>.Learn(cursor, column, new KeyMap<string>(itemType), maximum, order)
            : GenericCall.Invoke<KeyMap>(Learn<int>, [itemType.RawType], cursor, column, itemType, maximum, order);
    }

    /// <summary>Creates a getter of the key of each value. The key is 0 for values that are not in the map.</summary>
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column);

    /// <summary>Creates the type and the getter of the KeyValues annotation.</summary>
    public abstract (VectorDataViewType Type, Delegate Getter) MakeKeyValues(bool asText);

    private static KeyMap Learn<T>(
        DataViewRowCursor cursor,
        DataViewSchema.Column column,
        PrimitiveDataViewType itemType,
        int maximum,
        ValueToKeyMappingEstimator.KeyOrdinality order
    ) => KeyMap<T>.Learn(cursor, column, new KeyMap<T>(itemType), maximum, order);
}

/// <summary>A map of values of T, which is string for text.</summary>
internal sealed class KeyMap<T>(PrimitiveDataViewType valueType) : KeyMap(valueType)
{
    private readonly Dictionary<T, uint> _keys = [];
    private readonly List<T> _values = [];

    public override int Count => _values.Count;

    public IReadOnlyList<T> Values => _values;

    public static KeyMap Learn(
        DataViewRowCursor cursor,
        DataViewSchema.Column column,
        KeyMap<T> map,
        int maximum,
        ValueToKeyMappingEstimator.KeyOrdinality order
    )
    {
        var found = new HashSet<T>();
        var values = new List<T>();
        foreach (var item in Items(cursor, column))
        {
            if (values.Count >= maximum)
            {
                break;
            }

            if (!IsMissing(item) && found.Add(item))
            {
                values.Add(item);
            }
        }

        if (order == ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
        {
            values.Sort(typeof(T) == typeof(string) ? (IComparer<T>)StringComparer.Ordinal : Comparer<T>.Default);
        }

        foreach (var value in values)
        {
            map.Add(value);
        }

        return map;
    }

    public void Add(T value)
    {
        _values.Add(value);
        _keys.Add(value, (uint)_values.Count);
    }

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column) =>
        typeof(T) == typeof(string)
            ? ItemGetters.Map<ReadOnlyMemory<char>, uint>(row, column, text => KeyOf((T)(object)text.ToString()))
            : ItemGetters.Map<T, uint>(row, column, KeyOf);

    public override (VectorDataViewType Type, Delegate Getter) MakeKeyValues(bool asText)
    {
        if (asText || typeof(T) == typeof(string))
        {
            return (
                new VectorDataViewType(TextDataViewType.Instance, Count),
                AnnotationGetters.Vector(
                    _values.Select(value => FormattableString.Invariant($"{value}").AsMemory()).ToArray()
                )
            );
        }

        return (new VectorDataViewType(ValueType, Count), AnnotationGetters.Vector(_values.ToArray()));
    }

    private static IEnumerable<T> Items(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        var raw = PrimitiveTypes.ItemTypeOf(column.Type).RawType;
        if (raw == typeof(T))
        {
            return KeyMapRows.Items<T>(cursor, column);
        }

        return (IEnumerable<T>)KeyMapRows.Items<ReadOnlyMemory<char>>(cursor, column).Select(text => text.ToString());
    }

    private static bool IsMissing(T value) =>
        value switch
        {
            float number => float.IsNaN(number),
            double number => double.IsNaN(number),
            string text => text.Length == 0,
            _ => false,
        };

    private uint KeyOf(T value) => _keys.GetValueOrDefault(value);
}
