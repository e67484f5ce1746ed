using System.Buffers.Binary;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>Parts of ONNX graphs as messages. Field numbers are those of onnx.proto3.</summary>
internal static class OnnxParts
{
    private const int GraphField = 7;
    private const int Int64 = 7;

    /// <summary>The model with more fields at the end of its graph: nodes that take what is there, constants, outputs.</summary>
    public static byte[] Extend(ReadOnlySpan<byte> model, ProtobufWriter graphFields)
    {
        var extended = new ProtobufWriter();
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (GraphField, ProtobufWireType.Bytes))
            {
                // Fields that repeat may stand anywhere: one message behind the other is both in one.
                extended.Bytes(field, [.. reader.ReadBytes(), .. graphFields.ToArray()]);
            }
            else
            {
                extended.Copy(field, type, ref reader);
            }
        }

        return extended.ToArray();
    }

    /// <summary>A NodeProto without attributes, named like its output.</summary>
    public static ProtobufWriter Node(string operatorType, string[] inputs, string output)
    {
        var node = new ProtobufWriter();
        foreach (var name in inputs)
        {
            node.String(1, name);
        }

        return node.String(2, output).String(3, output).String(4, operatorType);
    }

    /// <summary>A TensorProto int64 without dimensions.</summary>
    public static ProtobufWriter Scalar(string name, long value)
    {
        var data = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(data, value);
        return new ProtobufWriter().Varint(2, Int64).String(8, name).Bytes(9, data);
    }

    /// <summary>A TensorProto float32 of the given dimensions, row-major; of none, one value.</summary>
    public static ProtobufWriter Floats(string name, float[] values, params int[] dimensions)
    {
        var tensor = new ProtobufWriter();
        foreach (var size in dimensions)
        {
            tensor.Varint(1, (ulong)size);
        }

        var data = new byte[values.Length * sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        }

        return tensor.Varint(2, OnnxTensorInfo.Float32).String(8, name).Bytes(9, data);
    }

    /// <summary>A ValueInfoProto of float32; a null dimension is the batch axis N.</summary>
    public static ProtobufWriter Value(string name, params int?[] dimensions) =>
        Value(name, TensorElementType.Float, dimensions);

    /// <summary>A ValueInfoProto; a null dimension is the batch axis N.</summary>
    public static ProtobufWriter Value(string name, TensorElementType type, params int?[] dimensions)
    {
        var shape = new ProtobufWriter();
        foreach (var size in dimensions)
        {
            var dimension = new ProtobufWriter();
            shape.Message(1, size is { } known ? dimension.Varint(1, (ulong)known) : dimension.String(2, "N"));
        }

        var tensor = new ProtobufWriter().Varint(1, (ulong)type).Message(2, shape);
        return new ProtobufWriter().String(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }
}
