namespace Microsoft.ML.Data;

/// <summary>The codecs of ML.NET's own column types.</summary>
internal static class ValueCodecs
{
    /// <summary>Returns whether ML.NET saves such columns. It leaves out columns of third parties' types.</summary>
    public static bool IsSavable(DataViewType type) => TypeCodec.Knows(type);

    /// <exception cref="NotSupportedException">There is no codec for the type here.</exception>
    public static ValueCodec Create(DataViewType type) =>
        type switch
        {
            BooleanDataViewType => new BooleanCodec(),
            TextDataViewType => new TextCodec(),
            TimeSpanDataViewType => new PackedCodec<TimeSpan>(nameof(TimeSpan), type),
            DateTimeDataViewType => new DateTimeCodec(),
            DateTimeOffsetDataViewType => new DateTimeOffsetCodec(),
            RowIdDataViewType => new PackedCodec<DataViewRowId>(nameof(DataViewRowId), type),
            NumberDataViewType => GenericCall.Invoke<ValueCodec>(OfNumbers<int>, [type.RawType], type),
            KeyDataViewType => GenericCall.Invoke<ValueCodec>(OfKeys<int>, [type.RawType], type),
            VectorDataViewType vector => GenericCall.Invoke<ValueCodec>(
                OfVectors<int>,
                [vector.ItemType.RawType],
                type
            ),
            _ => throw new NotSupportedException($"Columns of type {type} in binary files are not supported here."),
        };

    /// <summary>Writes the codec's name, the length of its parameters, and these.</summary>
    public static void Write(BinaryWriter writer, ValueCodec codec)
    {
        using var parameters = new MemoryStream();
        using (var inner = BlockBytes.WriterTo(parameters))
        {
            codec.WriteParameters(inner);
        }

        writer.Write(codec.Name);
        writer.Write7BitEncodedInt64(parameters.Length);
        writer.Write(parameters.ToArray());
    }

    /// <exception cref="FormatException">The definition is damaged.</exception>
    /// <exception cref="NotSupportedException">There is no such codec here.</exception>
    public static ValueCodec Read(BinaryReader reader)
    {
        var name = reader.ReadString();
        var length = reader.Read7BitEncodedInt64();
        var start = reader.BaseStream.Position;
        var type = ReadType(name, reader);
        BlockBytes.Expect(reader.BaseStream.Position - start == length);
        return Create(type);
    }

    private static DataViewType ReadType(string name, BinaryReader reader)
    {
        switch (name)
        {
            case BooleanCodec.FileName:
                return BooleanDataViewType.Instance;
            case TextCodec.FileName:
                return TextDataViewType.Instance;
            case nameof(TimeSpan):
                return TimeSpanDataViewType.Instance;
            case DateTimeCodec.FileName:
                return DateTimeDataViewType.Instance;
            case DateTimeOffsetCodec.FileName:
                return DateTimeOffsetDataViewType.Instance;
            case nameof(DataViewRowId):
                return RowIdDataViewType.Instance;
            case KeyCodec.FileName:
                return KeyCodec.ReadType(reader);
            case VectorCodec.FileName:
                return VectorCodec.ReadType(reader);
            default:
                return PrimitiveTypes.NumberNamed(name)
                    ?? throw new NotSupportedException(
                        $"Values of the kind '{name}' in binary files are not supported here."
                    );
        }
    }

    private static ValueCodec OfNumbers<T>(DataViewType type)
        where T : unmanaged => new PackedCodec<T>(type.RawType.Name, type);

    private static ValueCodec OfKeys<T>(KeyDataViewType type)
        where T : unmanaged => new KeyCodec<T>(type);

    private static ValueCodec OfVectors<T>(VectorDataViewType type) =>
        new VectorCodec<T>(type, (ValueCodec<T>)Create(type.ItemType));
}
