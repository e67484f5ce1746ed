using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>
/// Adapts a graph over batches to what ML.NET's ApplyOnnxModel makes of it: a column is named like the graph's input or
/// output, and is a flat vector only when the output has one dimension.
/// </summary>
/// <remarks>
/// The graph's own nodes stay as they are: an input gets its new name through an Identity in front, and every output that
/// becomes a column gets a companion of shape [width] behind. Field numbers are those of onnx.proto3.
/// </remarks>
internal sealed class OnnxGraphEditor(byte[] model)
{
    /// <summary>The operator domain of the node that holds slot names.</summary>
    public const string SlotNamesDomain = "ai.onnx.ml";

    private const int Text = 8;

    private readonly List<(string Name, GraphTensor Batched)> rows = [];
    private readonly List<(string Name, GraphTensor Batched)> numbers = [];
    private readonly List<(string Column, string[] Names)> slotNames = [];
    private readonly List<(string Key, string Value)> metadata = [];
    private readonly List<(GraphTensor Input, string Name)> renamed = [];

    /// <summary>Gives an input [N, width] a new name.</summary>
    public OnnxGraphEditor RenameInput(GraphTensor input, string name)
    {
        renamed.Add((input, name));
        return this;
    }

    /// <summary>Adds an output float32 [N, width]: the values of another output as such numbers.</summary>
    public OnnxGraphEditor AddNumbers(string name, GraphTensor batched)
    {
        numbers.Add((name, batched));
        return this;
    }

    /// <summary>Adds an output float32 [width]: the first row of an output [N, width], which stays as it is.</summary>
    public OnnxGraphEditor AddRowOutput(string name, GraphTensor batched)
    {
        rows.Add((name, batched));
        return this;
    }

    /// <summary>Keeps slot names for the column of an output, where ML.NET looks for them: in a node that computes nothing.</summary>
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
        var edited = new ProtobufWriter();
        var reader = new ProtobufReader(model);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (7, ProtobufWireType.Bytes))
            {
                edited.Message(field, EditGraph(reader.ReadBytes()));
            }
            else
            {
                edited.Copy(field, type, ref reader);
            }
        }

        if (slotNames.Count > 0)
        {
            edited.Message(8, new ProtobufWriter().String(1, SlotNamesDomain).Varint(2, 2));
        }

        foreach ((var key, var value) in metadata)
        {
            edited.Message(OnnxMetadata.Field, OnnxMetadata.Entry(key, value));
        }

        return edited.ToArray();
    }

    private ProtobufWriter EditGraph(ReadOnlySpan<byte> graph)
    {
        var edited = new ProtobufWriter();
        foreach ((var input, var name) in renamed)
        {
            edited.Message(1, OnnxParts.Node("Identity", [name], input.Name));
        }

        var reader = new ProtobufReader(graph);
        while (reader.TryReadTag(out var field, out var type))
        {
            if ((field, type) == (11, ProtobufWireType.Bytes))
            {
                var declared = reader.ReadBytes();
                var name = OnnxValueInfoReader.Read(declared).Name;
                var index = renamed.FindIndex(r => r.Input.Name == name);
                edited.Bytes(field, index >= 0 ? Declaration(renamed[index]) : declared);
            }
            else
            {
                edited.Copy(field, type, ref reader);
            }
        }

        AddNumbers(edited);
        AddRows(edited);
        foreach ((var column, var names) in slotNames)
        {
            var unused = column + "_slot_name";
            edited.Message(5, new ProtobufWriter().Varint(1, 1).Varint(2, Text).String(6, "").String(8, unused));
            edited.Message(1, SlotNamesNode(column, names, unused));
        }

        return edited;
    }

    private void AddNumbers(ProtobufWriter graph)
    {
        foreach ((var name, var batched) in numbers)
        {
            var to = new ProtobufWriter().String(1, "to").Varint(3, (ulong)TensorElementType.Float).Varint(20, 2);
            graph.Message(1, OnnxParts.Node("Cast", [batched.Name], name).Message(5, to));
            graph.Message(12, OnnxParts.Value(name, TensorElementType.Float, null, batched.Width));
        }
    }

    private void AddRows(ProtobufWriter graph)
    {
        // Gather, not Reshape: ONNX Runtime runs every node of a graph, wanted or not, and a Reshape to [width] fails for a
        // batch of two rows. For one row, which is what ML.NET gives, the two are equal.
        foreach ((var name, var batched) in rows)
        {
            var index = name + "_row";
            graph.Message(5, OnnxParts.Scalar(index, 0));
            graph.Message(1, OnnxParts.Node("Gather", [batched.Name, index], name));
            graph.Message(12, OnnxParts.Value(name, batched.ElementType, batched.Width));
        }
    }

    /// <summary>A LabelEncoder from names to their indices.</summary>
    private static ProtobufWriter SlotNamesNode(string column, string[] names, string input)
    {
        var keys = new ProtobufWriter().String(1, "keys_strings").Varint(20, 8);
        var values = new ProtobufWriter().String(1, "values_int64s").Varint(20, 7);
        foreach ((var index, var name) in names.Index())
        {
            keys.String(9, name);
            values.Varint(8, (ulong)index);
        }

        return new ProtobufWriter()
            .String(1, input)
            .String(2, column + "_slot_index")
            .String(3, OnnxSlotNames.NodeOf(column))
            .String(4, "LabelEncoder")
            .Message(5, keys)
            .Message(5, values)
            .String(7, SlotNamesDomain);
    }

    private static byte[] Declaration((GraphTensor Input, string Name) renamed) =>
        OnnxParts.Value(renamed.Name, renamed.Input.ElementType, null, renamed.Input.Width).ToArray();
}
