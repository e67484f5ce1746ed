using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet.Tests;

/// <summary>Builds small ONNX graphs by hand: any element types, shapes and operators.</summary>
internal sealed class SmallGraph
{
    // Each is another model, so that tests that run at the same time do not count each other's runs.
    private readonly ProtobufBytes graph = new ProtobufBytes().Text(2, $"small{Guid.NewGuid():N}");

    /// <param name="name">Its name.</param>
    /// <param name="type">Its element type.</param>
    /// <param name="dimensions">Null is an open dimension.</param>
    public SmallGraph Input(string name, TensorElementType type, params int?[] dimensions)
    {
        graph.Message(11, Value(name, type, dimensions));
        return this;
    }

    /// <inheritdoc cref="Input"/>
    public SmallGraph Output(string name, TensorElementType type, params int?[] dimensions)
    {
        graph.Message(12, Value(name, type, dimensions));
        return this;
    }

    public SmallGraph Node(string type, string[] inputs, string[] outputs, string domain = "", string name = "") =>
        Node(type, inputs, outputs, new ProtobufBytes(), domain, name);

    /// <param name="type">The operator.</param>
    /// <param name="inputs">Names of its inputs.</param>
    /// <param name="outputs">Names of its outputs.</param>
    /// <param name="attributes">Fields 5 of the NodeProto; see <see cref="Attribute(string, long)"/>.</param>
    /// <param name="domain">Operator domain.</param>
    /// <param name="name">Name of the node.</param>
    public SmallGraph Node(
        string type,
        string[] inputs,
        string[] outputs,
        ProtobufBytes attributes,
        string domain = "",
        string name = ""
    )
    {
        var node = new ProtobufBytes();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        graph.Message(1, node.Text(3, name).Text(4, type).Verbatim(attributes.ToArray()).Text(7, domain));
        return this;
    }

    public SmallGraph Floats(string name, float[] values, params ulong[] dimensions) =>
        Initializer(OnnxBytes.Tensor(name, 1, dimensions, MemoryMarshal.AsBytes<float>(values).ToArray()));

    public SmallGraph Integers(string name, long[] values, params ulong[] dimensions) =>
        Initializer(OnnxBytes.Tensor(name, 7, dimensions, MemoryMarshal.AsBytes<long>(values).ToArray()));

    public SmallGraph Initializer(ProtobufBytes tensor)
    {
        graph.Message(5, tensor);
        return this;
    }

    public static ProtobufBytes Attribute(string name, long value) =>
        new ProtobufBytes().Message(5, new ProtobufBytes().Text(1, name).Varint(3, (ulong)value).Varint(20, 2));

    public static ProtobufBytes Attribute(string name, params string[] texts)
    {
        var attribute = new ProtobufBytes().Text(1, name).Varint(20, 8);
        foreach (var text in texts)
        {
            attribute.Text(9, text);
        }

        return new ProtobufBytes().Message(5, attribute);
    }

    public byte[] ToBytes()
    {
        var model = new ProtobufBytes().Varint(1, 8).Message(7, graph);
        foreach ((var domain, var version) in new[] { ("", 17ul), ("ai.onnx.ml", 3ul), ("com.microsoft", 1ul) })
        {
            model.Message(8, new ProtobufBytes().Text(1, domain).Varint(2, version));
        }

        return model.ToArray();
    }

    private static ProtobufBytes Value(string name, TensorElementType type, int?[] dimensions)
    {
        var shape = new ProtobufBytes();
        for (var i = 0; i < dimensions.Length; i++)
        {
            var dimension = new ProtobufBytes();
            // One name for the first dimension of all: the batch axis.
            shape.Message(
                1,
                dimensions[i] is { } size
                    ? dimension.Varint(1, (ulong)size)
                    : dimension.Text(2, i == 0 ? "N" : $"{name}{i}")
            );
        }

        var tensor = new ProtobufBytes().Varint(1, (ulong)type).Message(2, shape);
        return new ProtobufBytes().Text(1, name).Message(2, new ProtobufBytes().Message(1, tensor));
    }
}
