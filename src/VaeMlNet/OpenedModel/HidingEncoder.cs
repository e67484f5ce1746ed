using Microsoft.ML.OnnxRuntime.Tensors;
using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>
/// The encoder of a table, with an input that hides Booleans. A Boolean has no missing value, so encoder.onnx computes the marks of hidden
/// Booleans as Not(Equal(b, b)), which is false in every row. In a copy of the graph, these marks are an input.
/// </summary>
/// <remarks>
/// Model folders do not have this input. As an input with a default value, it would change every use of a folder: ONNX Runtime warns about it
/// when a graph is opened, and onnxruntime-node ignores its value.
/// </remarks>
internal static class HidingEncoder
{
    /// <summary>Returns the marks of a table's Booleans: bool [N, Booleans], in the order of the columns.</summary>
    /// <returns>The marks; null if the table has no Booleans, or if its training did not hide cells.</returns>
    public static GraphTensor? FindMarks(VaeManifest manifest, ReadOnlySpan<byte> encoder)
    {
        var count = manifest.Columns.Count(column => column.Type == VaeColumn.BooleanType);
        var marks = count > 0 ? FindName(GraphOf(encoder)) : null;
        return marks is null ? null : new(marks, count) { ElementType = TensorElementType.Bool };
    }

    /// <summary>Returns encoder.onnx with the marks as an input.</summary>
    /// <exception cref="VaeModelException">The marks do not fit the rest of the graph.</exception>
    public static byte[] Create(ModelFolder folder, GraphTensor marks)
    {
        var encoder = new ProtobufWriter()
            .CopyExcept(
                folder.Encoder,
                ModelProto.Graph,
                (to, graph) => to.Message(ModelProto.Graph, WithInput(graph, marks))
            )
            .ToArray();
        GraphRules.CheckNodes(folder, ModelFolderFiles.Encoder, encoder);
        return encoder;
    }

    private static ProtobufWriter WithInput(ReadOnlySpan<byte> graph, GraphTensor marks) =>
        new ProtobufWriter()
            .CopyExcept(
                graph,
                GraphProto.Node,
                (to, node) =>
                {
                    if (!GraphMessage.Node(node).Outputs.Contains(marks.Name))
                    {
                        to.Bytes(GraphProto.Node, node.ToArray());
                    }
                }
            )
            .Message(GraphProto.Input, OnnxParts.Value(marks.Name, marks.ElementType, null, marks.Width));

    /// <summary>Returns the name of the first value Not(Equal(b, b)); null if there is none.</summary>
    private static string? FindName(ReadOnlySpan<byte> graph)
    {
        HashSet<string> always = []; // the results of Equal(b, b)
        var reader = new ProtobufReader(graph);
        while (reader.TryReadBytes(GraphProto.Node, out var message))
        {
            var node = GraphMessage.Node(message);
            if (node.Operator == "Equal" && node.Inputs[0] == node.Inputs[1])
            {
                always.Add(node.Outputs[0]);
            }
            else if (node.Operator == "Not" && always.Contains(node.Inputs[0]))
            {
                return node.Outputs[0];
            }
        }

        return null;
    }

    private static ReadOnlySpan<byte> GraphOf(ReadOnlySpan<byte> model)
    {
        var reader = new ProtobufReader(model);
        return reader.TryReadBytes(ModelProto.Graph, out var graph) ? graph : [];
    }
}
