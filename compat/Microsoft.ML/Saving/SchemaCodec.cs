using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Writes and reads schemas with their annotations. Columns and annotations of other types are left out.</summary>
internal static class SchemaCodec
{
    public static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        var columns = schema.Where(column => !column.IsHidden && TypeCodec.Knows(column.Type)).ToArray();
        writer.Write(columns.Length);
        foreach (var column in columns)
        {
            writer.Write(column.Name);
            TypeCodec.Write(writer, column.Type);
            WriteAnnotations(writer, column.Annotations);
        }
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        var builder = new DataViewSchema.Builder();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            var type = TypeCodec.Read(reader);
            builder.AddColumn(name, type, ReadAnnotations(reader));
        }

        return builder.ToSchema();
    }

    private static void WriteAnnotations(BinaryWriter writer, DataViewSchema.Annotations annotations)
    {
        var known = annotations.Schema.Where(annotation => TypeCodec.Knows(annotation.Type)).ToArray();
        writer.Write(known.Length);
        foreach (var annotation in known)
        {
            writer.Write(annotation.Name);
            TypeCodec.Write(writer, annotation.Type);
            var write = annotation.Type is VectorDataViewType ? (Delegate)WriteVector<int> : WriteScalar<int>;
            var itemType = PrimitiveTypes.ItemTypeOf(annotation.Type).RawType;
            GenericCall.Invoke<object>(write, [itemType], writer, annotations, annotation.Name);
        }
    }

    private static DataViewSchema.Annotations ReadAnnotations(BinaryReader reader)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        var count = reader.ReadInt32();
        for (var i = 0; i < count; i++)
        {
            var name = reader.ReadString();
            var type = TypeCodec.Read(reader);
            var read = type is VectorDataViewType ? (Delegate)ReadVector<int> : ReadScalar<int>;
            var itemType = PrimitiveTypes.ItemTypeOf(type).RawType;
            builder.Add(name, type, GenericCall.Invoke<Delegate>(read, [itemType], reader));
        }

        return builder.ToAnnotations();
    }

    private static object WriteScalar<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, string name)
    {
        T value = default;
        annotations.GetValue(name, ref value);
        PrimitiveCodec.Writer<T>()(writer, value);
        return null;
    }

    private static object WriteVector<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, string name)
    {
        VBuffer<T> value = default;
        annotations.GetValue(name, ref value);
        PrimitiveCodec.WriteArray(writer, value.DenseValues().ToArray());
        return null;
    }

    private static Delegate ReadScalar<T>(BinaryReader reader) =>
        AnnotationGetters.Constant(PrimitiveCodec.Reader<T>()(reader));

    private static Delegate ReadVector<T>(BinaryReader reader) =>
        AnnotationGetters.Vector(PrimitiveCodec.ReadArray<T>(reader));
}
