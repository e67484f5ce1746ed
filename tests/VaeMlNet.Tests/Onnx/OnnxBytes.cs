namespace VaeMlNet.Tests;

/// <summary>Writes ONNX models that declare inputs and outputs and compute nothing: enough for what is checked before a run.</summary>
internal static class OnnxBytes
{
    public static byte[] Model(ProtobufBytes graph, string opsetDomain = "") =>
        new ProtobufBytes()
            .Varint(1, 8)
            .Message(7, graph)
            .Message(8, new ProtobufBytes().Text(1, opsetDomain).Varint(2, 17))
            .ToArray();

    public static ProtobufBytes Graph((string Name, long Width)[] inputs, (string Name, long Width)[] outputs)
    {
        var graph = new ProtobufBytes().Text(2, "graph");
        foreach ((var name, var width) in inputs)
        {
            graph.Message(11, ValueInfo(name, width));
        }

        foreach ((var name, var width) in outputs)
        {
            graph.Message(12, ValueInfo(name, width));
        }

        return graph;
    }

    /// <summary>Creates encoder.onnx of the tiny models with the given latent and input sizes.</summary>
    public static ProtobufBytes Encoder(long latentDim = TinyModel.LatentDim, long inputDim = TinyModel.InputDim) =>
        Graph([("features", inputDim)], [("mean", latentDim), ("log_variance", latentDim)]);

    /// <summary>
    /// Creates an encoder of the tiny models with a square matrix of weights, which takes 4 * width * width bytes.
    /// </summary>
    public static byte[] LargeEncoder(int width)
    {
        static ProtobufBytes MatMul(string a, string b, string output) =>
            new ProtobufBytes().Text(1, a).Text(1, b).Text(2, output).Text(4, "MatMul");
        static ProtobufBytes Weight(string name, int rows, int columns)
        {
            var data = new byte[rows * columns * sizeof(float)];
            new Random(1).NextBytes(data);
            // Small numbers, not NaN.
            for (var i = 3; i < data.Length; i += 4)
            {
                data[i] = 0x30;
            }

            return Tensor(name, 1, [(ulong)rows, (ulong)columns], data);
        }

        var graph = Encoder()
            .Message(1, MatMul("features", "first", "wide"))
            .Message(1, MatMul("wide", "square", "wider"))
            .Message(1, MatMul("wider", "last", "mean"))
            .Message(1, MatMul("wider", "last", "log_variance"))
            .Message(5, Weight("first", TinyModel.InputDim, width))
            .Message(5, Weight("square", width, width))
            .Message(5, Weight("last", width, TinyModel.LatentDim));
        return Model(graph);
    }

    /// <summary>
    /// Creates the description of a tensor [N, width]. The tensor is float32 and N is variable, unless another element
    /// type or a fixed batch is given.
    /// </summary>
    public static ProtobufBytes ValueInfo(string name, long width, ulong elementType = 1, ulong? batch = null)
    {
        var first = batch is { } size ? new ProtobufBytes().Varint(1, size) : new ProtobufBytes().Text(2, "N");
        var shape = new ProtobufBytes().Message(1, first).Message(1, new ProtobufBytes().Varint(1, (ulong)width));
        var type = new ProtobufBytes().Message(1, new ProtobufBytes().Varint(1, elementType).Message(2, shape));
        return new ProtobufBytes().Text(1, name).Message(2, type);
    }

    public static ProtobufBytes Tensor(string name, ulong elementType, ulong[] dimensions, byte[]? rawData)
    {
        var tensor = new ProtobufBytes();
        foreach (var dimension in dimensions)
        {
            tensor.Varint(1, dimension);
        }

        tensor.Varint(2, elementType).Text(8, name);
        return rawData is null ? tensor : tensor.Bytes(9, rawData);
    }
}
