namespace Microsoft.ML.Data;

/// <summary>Stores keys as numbers, 0 for missing. The parameters are the codec of the numbers and the number of keys.</summary>
internal sealed class KeyCodec<T>(KeyDataViewType type) : PackedCodec<T>(KeyCodec.FileName, type)
    where T : unmanaged
{
    public override void WriteParameters(BinaryWriter writer)
    {
        ValueCodecs.Write(writer, ValueCodecs.Create(PrimitiveTypes.FromType(typeof(T))));
        writer.Write(type.Count);
    }
}

internal static class KeyCodec
{
    public const string FileName = "Key2";

    public static KeyDataViewType ReadType(BinaryReader reader)
    {
        var rawType = ValueCodecs.Read(reader).Type.RawType;
        BlockBytes.Expect(KeyDataViewType.IsValidDataType(rawType));
        var count = reader.ReadUInt64();
        BlockBytes.Expect(count > 0 && count <= KeyDataViewType.MaximumCount(rawType));
        return new KeyDataViewType(rawType, count);
    }
}
