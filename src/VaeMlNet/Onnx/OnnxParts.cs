using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>Creates nodes, constants and values to add to the graphs of a model.</summary>
internal static class OnnxParts
{
    /// <summary>Returns the model with additional fields at the end of its graph: nodes, constants and outputs.</summary>
    public static byte[] Extend(ReadOnlySpan<byte> model, ProtobufWriter graphFields) =>
        new ProtobufWriter()
            .CopyExcept(
                model,
                ModelProto.Graph,
                // Fields that repeat can be anywhere: two messages in sequence merge into one.
                (to, graph) => to.Bytes(ModelProto.Graph, (byte[])[.. graph, .. graphFields.ToArray()])
            )
            .ToArray();

    /// <summary>Writes a NodeProto that has the name of its output.</summary>
    public static ProtobufWriter Node(
        string operatorType,
        string[] inputs,
        string output,
        params IEnumerable<ProtobufWriter> attributes
    ) => OnnxMessages.Node(output, operatorType, inputs, [output], attributes);

    /// <summary>Writes a NodeProto that converts to float32.</summary>
    public static ProtobufWriter CastToFloat(string input, string output) =>
        Node("Cast", [input], output, OnnxMessages.Attribute("to", (long)TensorElementType.Float));

    /// <summary>Writes an int64 TensorProto without dimensions.</summary>
    public static ProtobufWriter Scalar(string name, long value)
    {
        var data = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(data, value);
        return OnnxMessages.Tensor(name, (int)TensorElementType.Int64, [], data);
    }

    /// <summary>
    /// Writes a float32 TensorProto with the given dimensions, row-major. Without dimensions, it has one value.
    /// </summary>
    public static ProtobufWriter Floats(string name, float[] values, params long[] dimensions) =>
        OnnxMessages.Tensor(
            name,
            (int)TensorElementType.Float,
            dimensions,
            MemoryMarshal.AsBytes(values.AsSpan()).ToArray()
        );

    /// <summary>Writes a ValueInfoProto of float32. A null dimension is the batch axis N.</summary>
    public static ProtobufWriter Value(string name, params long?[] dimensions) =>
        Value(name, TensorElementType.Float, dimensions);

    /// <summary>Writes a ValueInfoProto. A null dimension is the batch axis N.</summary>
    public static ProtobufWriter Value(string name, TensorElementType type, params long?[] dimensions) =>
        OnnxMessages.ValueInfo(name, (int)type, dimensions.Select(size => (size, size is null ? "N" : null)));
}
