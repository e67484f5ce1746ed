using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>Checks a graph of a model folder before ONNX Runtime reads any byte of it.</summary>
/// <remarks>
/// ONNX Runtime's native code trusts its inputs too much: invalid constants, attributes and shapes end the process. Therefore
/// every node is checked against <see cref="OperatorTable"/>, together with the shape of every value.
/// </remarks>
internal static class GraphChecker
{
    private const int Opset = 17;

    /// <summary>Checks a serialized ModelProto.</summary>
    /// <param name="model">The bytes.</param>
    /// <param name="givesRows">
    /// Whether a symbolic size of an output is N. False allows any multiple of N, which model folders do not have.
    /// </param>
    public static void Check(ReadOnlyMemory<byte> model, bool givesRows = true)
    {
        var once = new OnceFields("model");
        var hasOpset = false;
        var reader = new ProtobufReader(model.Span);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (ModelProto.IrVersion, ProtobufWireType.Varint):
                    once.Add(field);
                    reader.Skip(type);
                    break;
                // Versions and texts for people, and metadata.
                case (ModelProto.ModelVersion, ProtobufWireType.Varint):
                case (ModelProto.ProducerName or ModelProto.ProducerVersion, ProtobufWireType.Bytes):
                case (ModelProto.Domain or ModelProto.DocString or ModelProto.MetadataProps, ProtobufWireType.Bytes):
                    reader.Skip(type);
                    break;
                case (ModelProto.Graph, ProtobufWireType.Bytes):
                    once.Add(field);
                    CheckGraph(model, reader.ReadBytes(), givesRows);
                    break;
                case (ModelProto.OpsetImport, ProtobufWireType.Bytes):
                    once.Add(field);
                    CheckOpset(reader.ReadBytes());
                    hasOpset = true;
                    break;
                default:
                    throw OnceFields.Unexpected("model", field);
            }
        }

        if (!hasOpset)
        {
            throw new InvalidDataException($"it names no operator set, expected {Opset}");
        }
    }

    private static void CheckOpset(ReadOnlySpan<byte> message)
    {
        var once = new OnceFields("operator set");
        long version = 0;
        var reader = new ProtobufReader(message);
        while (reader.TryReadTag(out var field, out var type))
        {
            once.Add(field);
            switch (field, type)
            {
                case (OperatorSetIdProto.Domain, ProtobufWireType.Bytes):
                    // The reader of signatures refuses every domain except the standard one.
                    reader.Skip(type);
                    break;
                case (OperatorSetIdProto.Version, ProtobufWireType.Varint):
                    version = (long)reader.ReadVarint();
                    break;
                default:
                    throw OnceFields.Unexpected("operator set", field);
            }
        }

        if (version != Opset)
        {
            throw new InvalidDataException($"it is written for operator set {version}, expected {Opset}");
        }
    }

    private static void CheckGraph(ReadOnlyMemory<byte> model, ReadOnlySpan<byte> graph, bool givesRows)
    {
        var inference = new GraphInference(model.Length);
        var outputs = AddValues(model, graph, inference);
        var given = new HashSet<string>(StringComparer.Ordinal);
        var reader = new ProtobufReader(graph);
        while (reader.TryReadBytes(GraphProto.Node, out var message))
        {
            var node = GraphMessage.Node(message);
            inference.Add(node);
            given.UnionWith(node.Outputs);
        }

        foreach (var output in outputs)
        {
            CheckOutput(output, given.Contains(output.Name) ? inference.Values[output.Name] : null, givesRows);
        }
    }

    /// <summary>Adds inputs and initializers, which can follow the nodes in the file, and returns the outputs.</summary>
    private static List<OnnxTensorInfo> AddValues(
        ReadOnlyMemory<byte> model,
        ReadOnlySpan<byte> graph,
        GraphInference inference
    )
    {
        var once = new OnceFields("graph");
        var outputs = new List<OnnxTensorInfo>();
        var reader = new ProtobufReader(graph);
        while (reader.TryReadTag(out var field, out var type))
        {
            switch (field, type)
            {
                case (GraphProto.Node, ProtobufWireType.Bytes):
                    reader.Skip(type);
                    break;
                case (GraphProto.Name or GraphProto.DocString, ProtobufWireType.Bytes):
                    once.Add(field);
                    reader.Skip(type);
                    break;
                case (GraphProto.Initializer, ProtobufWireType.Bytes):
                    (var name, var constant) = GraphMessage.Constant(model, reader.ReadBytes());
                    inference.Add(name, constant);
                    break;
                case (GraphProto.Input, ProtobufWireType.Bytes):
                    var input = OnnxValueInfoReader.Read(reader.ReadBytes());
                    inference.Add(input.Name, InputOf(input));
                    break;
                case (GraphProto.Output, ProtobufWireType.Bytes):
                    if (outputs.Count == GraphLimits.MostValues)
                    {
                        throw new InvalidDataException($"it has more than {GraphLimits.MostValues} outputs");
                    }

                    outputs.Add(OnnxValueInfoReader.Read(reader.ReadBytes()));
                    break;
                default:
                    throw OnceFields.Unexpected("graph", field);
            }
        }

        return outputs;
    }

    private static GraphValue InputOf(OnnxTensorInfo input)
    {
        var type = GraphMessage.OfNumber(input.ElementType, $"input '{input.Name}'");
        var declared = input.Dimensions ?? [];
        if (declared.Count is 0 or > GraphLimits.MostAxes || declared.Any(size => size < 1))
        {
            throw new InvalidDataException(
                $"input '{input.Name}' is {input.Description}, expected sizes of 1 and more"
            );
        }

        GraphSize[] shape = [.. declared.Select(size => size is { } known ? new(known, false) : GraphSize.Batch)];
        _ = GraphSize.Product(shape);
        return new(type, shape);
    }

    private static void CheckOutput(OnnxTensorInfo declared, GraphValue? computed, bool givesRows)
    {
        if (computed is null)
        {
            throw new InvalidDataException($"no node computes the output '{declared.Name}'");
        }

        var sizes = declared.Dimensions ?? [];
        var fits = sizes.Count == computed.Rank && declared.ElementType == (int)computed.Type;
        for (var axis = 0; fits && axis < sizes.Count; axis++)
        {
            var size = computed.Shape[axis];
            fits =
                sizes[axis] is { } known ? size == new GraphSize(known, false)
                : givesRows ? size == GraphSize.Batch
                : size.IsPerRow;
        }

        if (!fits)
        {
            throw new InvalidDataException(
                $"it declares the output '{declared.Name}' as {declared.Description}, but computes {computed}"
            );
        }
    }
}
