using System.Diagnostics.CodeAnalysis;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>A value of a graph in a formula, whose operators add nodes.</summary>
/// <remarks>
/// Unlike <see cref="NodeNumber"/>, it computes nothing by itself. Nodes and named constants are added in the order in which C# evaluates a formula,
/// and scalars with the node that reads them.
/// </remarks>
internal sealed class NodeValue(OnnxGraphBuilder graph, OnnxValue value)
{
    public OnnxGraphBuilder Graph => graph;

    [return: NotNullIfNotNull(nameof(x))]
    public static implicit operator OnnxValue?(NodeValue? x) => x?.ToValue();

    public static NodeValue operator +(NodeValue a, Operand b) => a.Node("Add", b);

    public static NodeValue operator -(NodeValue a, Operand b) => a.Node("Sub", b);

    public static NodeValue operator -(NodeValue x) => x.Node("Neg");

    public static NodeValue operator *(NodeValue a, Operand b) => a.Node("Mul", b);

    public static NodeValue operator /(NodeValue a, Operand b) => a.Node("Div", b);

    public static NodeValue operator >(NodeValue a, Operand b) => a.Node("Greater", b);

    public static NodeValue operator <(NodeValue a, Operand b) => a.Node("Less", b);

    public static NodeValue operator >=(NodeValue a, Operand b) => a.Node("GreaterOrEqual", b);

    public static NodeValue operator <=(NodeValue a, Operand b) => a.Node("LessOrEqual", b);

    public static NodeValue operator &(NodeValue a, Operand b) => a.Node("And", b);

    public static NodeValue operator |(NodeValue a, Operand b) => a.Node("Or", b);

    public static NodeValue operator !(NodeValue x) => x.Node("Not");

    public OnnxValue ToValue() => value;

    public NodeValue Equal(Operand other) => Node("Equal", other);

    public NodeValue Max(params ReadOnlySpan<Operand> others) => Node("Max", others);

    public NodeValue Min(Operand other) => Node("Min", other);

    public NodeValue Clip(Operand smallest, Operand largest) => Node("Clip", smallest, largest);

    public NodeValue Abs() => Node("Abs");

    public NodeValue Sqrt() => Node("Sqrt");

    public NodeValue Exp() => Node("Exp");

    public NodeValue Log() => Node("Log");

    public NodeValue Relu() => Node("Relu");

    public NodeValue Round() => Node("Round");

    public NodeValue Where(Operand yes, Operand no) => Node("Where", yes, no);

    public NodeValue Times(Operand matrix) => Node("MatMul", matrix);

    public NodeValue Sum(long axis = 1, bool keeps = true) => new(graph, MatrixNodes.AddSum(graph, value, axis, keeps));

    /// <summary>Adds <see cref="MatrixNodes.AddReduced"/>.</summary>
    public NodeValue Reduced(string operatorType, long axis) =>
        new(graph, MatrixNodes.AddReduced(graph, operatorType, value, axis));

    public NodeValue Reshape(params long[] shape) => Node("Reshape", graph.AddIndices(shape));

    public NodeValue Unsqueeze(long axis) => Node("Unsqueeze", graph.AddIndices(axis));

    /// <summary>Adds a matrix with rows as columns.</summary>
    public NodeValue Transpose() =>
        new(graph, graph.AddNode("Transpose", [value], OnnxAttribute.Integers("perm", 1, 0)));

    public NodeValue Gather(OnnxValue places, long axis) =>
        new(graph, graph.AddNode("Gather", [value, places], OnnxAttribute.Integer("axis", axis)));

    public NodeValue GatherElements(OnnxValue places, long axis) =>
        new(graph, graph.AddNode("GatherElements", [value, places], OnnxAttribute.Integer("axis", axis)));

    public NodeValue To(OnnxElementType type) => new(graph, graph.AddCast(value, type));

    public NodeValue ToFloats() => To(OnnxElementType.Float32);

    public NodeValue ToDoubles() => To(OnnxElementType.Float64);

    public NodeValue DeclareShape(params OnnxDimension[] shape) => new(graph, value.DeclareShape(shape));

    /// <summary>Adds a constant to the value's graph.</summary>
    public NodeValue AddConstant(string name, float[] data, params long[] shape) =>
        new(graph, graph.AddInitializer(name, data, shape));

    /// <summary>Adds a node whose first input is this value.</summary>
    public NodeValue Node(string operatorType, params ReadOnlySpan<Operand> others)
    {
        List<OnnxValue> inputs = [value];
        foreach (var other in others)
        {
            inputs.Add(other.AddTo(graph));
        }

        return new(graph, graph.AddNode(operatorType, [.. inputs]));
    }

    /// <summary>An input of a node: a value of its graph, or a scalar.</summary>
    internal readonly struct Operand(OnnxValue? value, float scalar)
    {
        public static implicit operator Operand(OnnxValue value) => new(value, 0);

        public static implicit operator Operand(NodeValue value) => new(value, 0);

        public static implicit operator Operand(float scalar) => new(null, scalar);

        public OnnxValue AddTo(OnnxGraphBuilder graph) => value ?? graph.AddScalar(scalar);
    }
}
