namespace Microsoft.ML.Data;

/// <summary>From .NET types and <see cref="DataKind"/> to primitive column types.</summary>
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

    public static PrimitiveDataViewType FromKind(DataKind kind) =>
        kind switch
        {
            DataKind.SByte => NumberDataViewType.SByte,
            DataKind.Byte => NumberDataViewType.Byte,
            DataKind.Int16 => NumberDataViewType.Int16,
            DataKind.UInt16 => NumberDataViewType.UInt16,
            DataKind.Int32 => NumberDataViewType.Int32,
            DataKind.UInt32 => NumberDataViewType.UInt32,
            DataKind.Int64 => NumberDataViewType.Int64,
            DataKind.UInt64 => NumberDataViewType.UInt64,
            DataKind.Single => NumberDataViewType.Single,
            DataKind.Double => NumberDataViewType.Double,
            DataKind.String => TextDataViewType.Instance,
            DataKind.Boolean => BooleanDataViewType.Instance,
            DataKind.TimeSpan => TimeSpanDataViewType.Instance,
            DataKind.DateTime => DateTimeDataViewType.Instance,
            DataKind.DateTimeOffset => DateTimeOffsetDataViewType.Instance,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

    /// <summary>The type of a vector's items, or the type itself.</summary>
    public static DataViewType ItemTypeOf(DataViewType type) =>
        type is VectorDataViewType vector ? vector.ItemType : type;
}
