namespace Microsoft.ML.Data;

/// <summary>Maps .NET types and <see cref="DataKind"/> to primitive column types.</summary>
internal static class PrimitiveTypes
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> ByRawType = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte,
        NumberDataViewType.Byte,
        NumberDataViewType.Int16,
        NumberDataViewType.UInt16,
        NumberDataViewType.Int32,
        NumberDataViewType.UInt32,
        NumberDataViewType.Int64,
        NumberDataViewType.UInt64,
        NumberDataViewType.Single,
        NumberDataViewType.Double,
        BooleanDataViewType.Instance,
        TextDataViewType.Instance,
        RowIdDataViewType.Instance,
        TimeSpanDataViewType.Instance,
        DateTimeDataViewType.Instance,
        DateTimeOffsetDataViewType.Instance,
    }.ToDictionary(type => type.RawType);

    /// <summary>The primitive type of values of <paramref name="rawType"/> (string counts as text), or null.</summary>
    public static PrimitiveDataViewType FromType(Type rawType) =>
        ByRawType.GetValueOrDefault(rawType == typeof(string) ? typeof(ReadOnlyMemory<char>) : rawType);

    /// <summary>The number type whose values' .NET type has that name, or null.</summary>
    public static NumberDataViewType NumberNamed(string name) =>
        ByRawType.Values.OfType<NumberDataViewType>().FirstOrDefault(type => type.RawType.Name == name);

    /// <summary>Returns the type that prints as the kind is named.</summary>
    public static PrimitiveDataViewType FromKind(DataKind kind) =>
        ByRawType.Values.FirstOrDefault(type => type.ToString() == kind.ToString())
        ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, null);

    /// <summary>The type of a vector's items, or the type itself.</summary>
    public static DataViewType ItemTypeOf(DataViewType type) =>
        type is VectorDataViewType vector ? vector.ItemType : type;
}
