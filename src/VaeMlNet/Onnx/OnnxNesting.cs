using VaeMlNet.Onnx;

namespace VaeMlNet;

/// <summary>The messages of an ONNX model that can contain tensors, and the fields that nest them.</summary>
internal static class OnnxNesting
{
    public enum Message
    {
        Model,
        Graph,
        Function,
        Node,
        Attribute,
        SparseTensor,
        Tensor,
    }

    /// <summary>Returns the kind of message in a field that can contain tensors; null for other fields.</summary>
    public static Message? Nested(Message message, int field) =>
        (message, field) switch
        {
            (Message.Model, ModelProto.Graph) => Message.Graph,
            (Message.Model, ModelProto.Functions) => Message.Function,
            (Message.Graph, GraphProto.Node) => Message.Node,
            (Message.Graph, GraphProto.Initializer) => Message.Tensor,
            (Message.Graph, GraphProto.SparseInitializer) => Message.SparseTensor,
            (Message.Function, FunctionProto.Node) => Message.Node,
            (Message.Node, NodeProto.Attribute) => Message.Attribute,
            (Message.Attribute, AttributeProto.Tensor or AttributeProto.Tensors) => Message.Tensor,
            (Message.Attribute, AttributeProto.Graph or AttributeProto.Graphs) => Message.Graph,
            (Message.Attribute, AttributeProto.SparseTensor or AttributeProto.SparseTensors) => Message.SparseTensor,
            (Message.SparseTensor, SparseTensorProto.Values or SparseTensorProto.Indices) => Message.Tensor,
            _ => null,
        };
}
