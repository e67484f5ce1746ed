using Microsoft.ML.OnnxRuntime.Tensors;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// Adapts a batched graph to ML.NET's ApplyOnnxModel, which names columns after inputs and outputs, and makes a flat vector
/// only of an output with one dimension.
/// </summary>
/// <remarks>
/// The graph's own nodes do not change. An input gets its new name through an Identity node in front. Every output that becomes
/// a column gets an additional output of shape [width] behind it.
/// </remarks>
internal sealed class OnnxGraphEditor(byte[] model)
{
    /// <summary>The operator domain of the node that contains slot names.</summary>
    public const string SlotNamesDomain = "ai.onnx.ml";

    private readonly List<(string Name, GraphTensor Batched, bool IsScore)> rows = [];
    private readonly List<(string Name, GraphTensor Batched)> numbers = [];
    private readonly List<(string Column, string[] Names)> slotNames = [];
    private readonly List<(string Key, string Value)> metadata = [];
    private readonly List<(GraphTensor Input, string Name)> renamed = [];

    /// <summary>Renames an input [N, width].</summary>
    public OnnxGraphEditor RenameInput(GraphTensor input, string name)
    {
        renamed.Add((input, name));
        return this;
    }

    /// <summary>Adds an output float32 [N, width] that contains the values of another output as numbers.</summary>
    public OnnxGraphEditor AddNumbers(string name, GraphTensor batched)
    {
        numbers.Add((name, batched));
        return this;
    }

    /// <summary>
    /// Adds an output float32 [width] that contains the first row of an output [N, width]. The other output does not change.
    /// A score that is NaN, because nothing in stock ML.NET refuses a damaged row, becomes infinity: NaN is above no threshold.
    /// </summary>
    public OnnxGraphEditor AddRowOutput(string name, GraphTensor batched, bool isScore = false)
    {
        rows.Add((name, batched, isScore));
        return this;
    }

    /// <summary>Stores slot names for the column of an output where ML.NET reads them: in a node that computes nothing.</summary>
    public OnnxGraphEditor AddSlotNames(string column, string[] names)
    {
        slotNames.Add((column, names));
        return this;
    }

    public OnnxGraphEditor AddMetadata(string key, string value)
    {
        metadata.Add((key, value));
        return this;
    }

    public byte[] ToBytes()
    {
        var edited = new ProtobufWriter().CopyExcept(
            model,
            ModelProto.Graph,
            (to, graph) => to.Message(ModelProto.Graph, EditGraph(graph))
        );
        if (slotNames.Count > 0)
        {
            edited.Message(ModelProto.OpsetImport, OnnxMessages.OperatorSet(SlotNamesDomain, 2));
        }

        foreach ((var key, var value) in metadata)
        {
            edited.Message(ModelProto.MetadataProps, OnnxMessages.Entry(key, value));
        }

        return edited.ToArray();
    }

    private ProtobufWriter EditGraph(ReadOnlySpan<byte> graph)
    {
        var edited = new ProtobufWriter();
        foreach ((var input, var name) in renamed)
        {
            edited.Message(GraphProto.Node, OnnxParts.Node("Identity", [name], input.Name));
        }

        edited.CopyExcept(graph, GraphProto.Input, CopyInput);
        AddNumbers(edited);
        AddRows(edited);
        foreach ((var column, var names) in slotNames)
        {
            var unused = column + "_slot_name";
            edited.Message(GraphProto.Initializer, EmptyText(unused));
            edited.Message(GraphProto.Node, SlotNamesNode(column, names, unused));
        }

        return edited;
    }

    private void CopyInput(ProtobufWriter graph, ReadOnlySpan<byte> declared)
    {
        var name = ProtobufReader.Text(declared, ValueInfoProto.Name);
        var index = renamed.FindIndex(r => r.Input.Name == name);
        graph.Bytes(GraphProto.Input, index >= 0 ? Declaration(renamed[index]) : declared.ToArray());
    }

    private void AddNumbers(ProtobufWriter graph)
    {
        foreach ((var name, var batched) in numbers)
        {
            graph.Message(GraphProto.Node, OnnxParts.CastToFloat(batched.Name, name));
            graph.Message(GraphProto.Output, OnnxParts.Value(name, TensorElementType.Float, null, batched.Width));
        }
    }

    private void AddRows(ProtobufWriter graph)
    {
        // Gather is used instead of Reshape. ONNX Runtime runs every node of a graph, requested or not, and a Reshape to
        // [width] fails for a batch of two rows. For one row, as ML.NET passes it, both are equal.
        foreach ((var name, var batched, var isScore) in rows)
        {
            var index = name + "_row";
            var row = isScore ? name + "_or_nan" : name;
            graph.Message(GraphProto.Initializer, OnnxParts.Scalar(index, 0));
            graph.Message(GraphProto.Node, OnnxParts.Node("Gather", [batched.Name, index], row));
            if (isScore)
            {
                AddInfinityForNaN(graph, row, name);
            }

            graph.Message(GraphProto.Output, OnnxParts.Value(name, batched.ElementType, batched.Width));
        }
    }

    private static void AddInfinityForNaN(ProtobufWriter graph, string input, string output)
    {
        var infinity = output + "_infinity";
        var isNaN = output + "_is_nan";
        graph.Message(GraphProto.Initializer, OnnxParts.Floats(infinity, [float.PositiveInfinity]));
        graph.Message(GraphProto.Node, OnnxParts.Node("IsNaN", [input], isNaN));
        graph.Message(GraphProto.Node, OnnxParts.Node("Where", [isNaN, infinity, input], output));
    }

    /// <summary>Returns a tensor with one empty text.</summary>
    private static ProtobufWriter EmptyText(string name) =>
        new ProtobufWriter()
            .Varint(TensorProto.Dims, 1)
            .Varint(TensorProto.DataType, (long)TensorElementType.String)
            .String(TensorProto.StringData, "")
            .String(TensorProto.Name, name);

    /// <summary>Returns a LabelEncoder that maps names to their indices.</summary>
    private static ProtobufWriter SlotNamesNode(string column, string[] names, string input)
    {
        long[] indices = [.. Enumerable.Range(0, names.Length)];
        return OnnxMessages
            .Node(
                OnnxSlotNames.NodeName(column),
                "LabelEncoder",
                [input],
                [column + "_slot_index"],
                OnnxMessages.Attribute(OnnxSlotNames.Keys, names),
                OnnxMessages.Attribute("values_int64s", indices)
            )
            .String(NodeProto.Domain, SlotNamesDomain);
    }

    private static byte[] Declaration((GraphTensor Input, string Name) renamed) =>
        OnnxParts.Value(renamed.Name, renamed.Input.ElementType, null, renamed.Input.Width).ToArray();
}
