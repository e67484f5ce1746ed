using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Writes and reads column types.</summary>
internal static class TypeCodec
{
    private const byte Primitive = 0;
    private const byte Key = 1;
    private const byte Vector = 2;

    private static readonly Dictionary<string, PrimitiveDataViewType> ByName = new[]
    {
        typeof(sbyte),
        typeof(byte),
        typeof(short),
        typeof(ushort),
        typeof(int),
        typeof(uint),
        typeof(long),
        typeof(ulong),
        typeof(float),
        typeof(double),
        typeof(bool),
        typeof(ReadOnlyMemory<char>),
        typeof(TimeSpan),
        typeof(DateTime),
        typeof(DateTimeOffset),
        typeof(DataViewRowId),
    }
        .Select(PrimitiveTypes.FromType)
        .ToDictionary(type => type.ToString());

    /// <summary>Returns whether the type is one of ML.NET's own. Others cannot be saved.</summary>
    public static bool Knows(DataViewType type) =>
        PrimitiveTypes.ItemTypeOf(type) is PrimitiveDataViewType item
        && (item is KeyDataViewType || ByName.ContainsValue(item));

    public static void Write(BinaryWriter writer, DataViewType type)
    {
        switch (type)
        {
            case VectorDataViewType vector:
                writer.Write(Vector);
                Write(writer, vector.ItemType);
                PrimitiveCodec.WriteArray(writer, vector.Dimensions);
                break;
            case KeyDataViewType key:
                writer.Write(Key);
                writer.Write(PrimitiveTypes.FromType(key.RawType).ToString());
                writer.Write(key.Count);
                break;
            default:
                writer.Write(Primitive);
                writer.Write(type.ToString());
                break;
        }
    }

    public static DataViewType Read(BinaryReader reader) =>
        reader.ReadByte() switch
        {
            Primitive => ReadPrimitive(reader),
            Key => new KeyDataViewType(ReadPrimitive(reader).RawType, reader.ReadUInt64()),
            Vector => new VectorDataViewType(
                (PrimitiveDataViewType)Read(reader),
                PrimitiveCodec.ReadArray<int>(reader)
            ),
            _ => throw ModelLoadContext.Corrupt(),
        };

    private static PrimitiveDataViewType ReadPrimitive(BinaryReader reader) =>
        ByName.TryGetValue(reader.ReadString(), out var type) ? type : throw ModelLoadContext.Corrupt();
}
