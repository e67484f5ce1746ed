using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Writes and reads values of primitive column types.</summary>
internal static class PrimitiveCodec
{
    private static readonly Dictionary<Type, (Delegate Write, Delegate Read)> Codecs = new();

    static PrimitiveCodec()
    {
        Add((writer, value) => writer.Write(value), reader => reader.ReadSByte());
        Add((writer, value) => writer.Write(value), reader => reader.ReadByte());
        Add((writer, value) => writer.Write(value), reader => reader.ReadInt16());
        Add((writer, value) => writer.Write(value), reader => reader.ReadUInt16());
        Add((writer, value) => writer.Write(value), reader => reader.ReadInt32());
        Add((writer, value) => writer.Write(value), reader => reader.ReadUInt32());
        Add((writer, value) => writer.Write(value), reader => reader.ReadInt64());
        Add((writer, value) => writer.Write(value), reader => reader.ReadUInt64());
        Add((writer, value) => writer.Write(value), reader => reader.ReadSingle());
        Add((writer, value) => writer.Write(value), reader => reader.ReadDouble());
        Add((writer, value) => writer.Write(value), reader => reader.ReadBoolean());
        Add((writer, value) => writer.Write(value), reader => reader.ReadString());
        Add((writer, value) => writer.Write(value.ToString()), reader => reader.ReadString().AsMemory());
        Add((writer, value) => writer.Write(value.Ticks), reader => new TimeSpan(reader.ReadInt64()));
        Add((writer, value) => writer.Write(value.ToBinary()), reader => DateTime.FromBinary(reader.ReadInt64()));
        Add(
            (writer, value) =>
            {
                writer.Write(value.Ticks);
                writer.Write(value.Offset.Ticks);
            },
            reader => new DateTimeOffset(reader.ReadInt64(), new TimeSpan(reader.ReadInt64()))
        );
        Add(
            (writer, value) =>
            {
                writer.Write(value.Low);
                writer.Write(value.High);
            },
            reader => new DataViewRowId(reader.ReadUInt64(), reader.ReadUInt64())
        );
    }

    public static Action<BinaryWriter, T> Writer<T>() => (Action<BinaryWriter, T>)Codecs[typeof(T)].Write;

    public static Func<BinaryReader, T> Reader<T>() => (Func<BinaryReader, T>)Codecs[typeof(T)].Read;

    public static void WriteArray<T>(BinaryWriter writer, IReadOnlyCollection<T> values)
    {
        var write = Writer<T>();
        writer.Write(values.Count);
        foreach (var value in values)
        {
            write(writer, value);
        }
    }

    /// <exception cref="FormatException">The stream cannot hold that many values.</exception>
    public static T[] ReadArray<T>(BinaryReader reader)
    {
        var read = Reader<T>();
        var count = reader.ReadInt32();
        if (count < 0 || count > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw ModelLoadContext.Corrupt();
        }

        var values = new T[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read(reader);
        }

        return values;
    }

    private static void Add<T>(Action<BinaryWriter, T> write, Func<BinaryReader, T> read) =>
        Codecs.Add(typeof(T), (write, read));
}
