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

    /// <summary>
    /// Returns the primitive column type of <paramref name="rawType"/>, or null if there is none. A string counts as
    /// text.
    /// </summary>
    public static PrimitiveDataViewType FromType(Type rawType) =>
        ByRawType.GetValueOrDefault(rawType == typeof(string) ? typeof(ReadOnlyMemory<char>) : rawType);

    /// <summary>Returns the number type whose .NET type has the given name, or null if there is none.</summary>
    public static NumberDataViewType NumberNamed(string name) =>
        ByRawType.Values.OfType<NumberDataViewType>().FirstOrDefault(type => type.RawType.Name == name);

    /// <summary>Returns the type that prints as the kind is named.</summary>
    public static PrimitiveDataViewType FromKind(DataKind kind) =>
        ByRawType.Values.FirstOrDefault(type => type.ToString() == kind.ToString())
        ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, null);

    /// <summary>Returns the type of a vector's items. For other types, returns the type itself.</summary>
    public static DataViewType ItemTypeOf(DataViewType type) =>
        type is VectorDataViewType vector ? vector.ItemType : type;
}
