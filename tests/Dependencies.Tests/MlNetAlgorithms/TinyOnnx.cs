using System.Buffers.Binary;
using System.Text;

namespace Dependencies.Tests;

/// <summary>Bytes of small ONNX graphs, protobuf written by hand so that no exporter of the product is needed.</summary>
internal static class TinyOnnx
{
    private const int Float = 1;
    private const int Opset = 17;
    private const int IrVersion = 8;

    public const int InputWidth = 4;
    public const int OutputWidth = 3;

    /// <summary>Row-major [4, 3].</summary>
    public static readonly float[] Weights = [1, 0, 2, 0, 1, -1, 0.5f, 0, 1, -2, 3, 0];

    /// <summary>
    /// Creates a model that computes output [N, 3] = input [N, 4] * Weights and total [N], the sum of output over its
    /// slots. N is unknown.
    /// </summary>
    public static byte[] Linear() =>
        Model(
            nodes:
            [
                Node("MatMul", ["input", "weights"], ["output"]),
                Node("ReduceSum", ["output", "axes"], ["total"], keepDims: false),
            ],
            initializers: [FloatTensor("weights", Weights, InputWidth, OutputWidth), Int64Tensor("axes", 1)],
            inputs: [Value("input", null, InputWidth)],
            outputs: [Value("output", null, OutputWidth), Value("total", (long?)null)]
        );

    /// <summary>
    /// Creates a model that computes echo [N, M] = input [N, M]. N is unknown. The width M of the input is unknown
    /// unless it is given.
    /// </summary>
    public static byte[] Unknown(long? inputWidth = null) =>
        Model(
            nodes: [Node("Identity", ["input"], ["echo"])],
            initializers: [],
            inputs: [Value("input", null, inputWidth)],
            outputs: [Value("echo", null, null)]
        );

    /// <summary>
    /// Creates a model that computes half.output [N, 1] = input [N, 1] / 2, or the same with input [N]. The rank is the
    /// number of dimensions of the input.
    /// </summary>
    public static byte[] Half(int rank) =>
        Model(
            nodes: [Node("Mul", ["input", "factor"], ["half.output"])],
            initializers: [FloatTensor("factor", [0.5f], 1)],
            inputs: [Value("input", [null, .. Enumerable.Repeat<long?>(1, rank - 1)])],
            outputs: [Value("half.output", [null, .. Enumerable.Repeat<long?>(1, rank - 1)])]
        );

    /// <summary>
    /// Creates a model that computes echo [N, width] = input [N, width]. The element type is given by its number in
    /// ONNX.
    /// </summary>
    public static byte[] Identity(int elementType, long width) =>
        Model(
            nodes: [Node("Identity", ["input"], ["echo"])],
            initializers: [],
            inputs: [Value("input", elementType, null, width)],
            outputs: [Value("echo", elementType, null, width)]
        );

    public static float[] Apply(float[] input) =>
        Enumerable
            .Range(0, OutputWidth)
            .Select(o => Enumerable.Range(0, InputWidth).Sum(i => input[i] * Weights[i * OutputWidth + o]))
            .ToArray();

    private static byte[] Model(byte[][] nodes, byte[][] initializers, byte[][] inputs, byte[][] outputs)
    {
        var graph = Join([
            .. nodes.Select(node => Bytes(1, node)),
            Text(2, "tiny"),
            .. initializers.Select(tensor => Bytes(5, tensor)),
            .. inputs.Select(value => Bytes(11, value)),
            .. outputs.Select(value => Bytes(12, value)),
        ]);
        return Join(Number(1, IrVersion), Bytes(7, graph), Bytes(8, Join(Text(1, ""), Number(2, Opset))));
    }

    private static byte[] Node(string type, string[] inputs, string[] outputs, bool? keepDims = null)
    {
        var keepDimsAttribute = keepDims is { } keep
            ? Bytes(5, Join(Text(1, "keepdims"), Number(3, keep ? 1 : 0), Number(20, 2)))
            : [];
        return Join([
            .. inputs.Select(name => Text(1, name)),
            .. outputs.Select(name => Text(2, name)),
            Text(4, type),
            keepDimsAttribute,
        ]);
    }

    private static byte[] FloatTensor(string name, float[] values, params long[] shape)
    {
        var data = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(4 * i), values[i]);
        }

        return Tensor(name, Float, data, shape);
    }

    private static byte[] Int64Tensor(string name, long value)
    {
        var data = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(data, value);
        return Tensor(name, elementType: 7, data, 1);
    }

    private static byte[] Tensor(string name, int elementType, byte[] data, params long[] shape) =>
        Join([.. shape.Select(size => Number(1, size)), Number(2, elementType), Text(8, name), Bytes(9, data)]);

    private static byte[] Value(string name, params long?[] shape) => Value(name, Float, shape);

    // Null is an unknown dimension.
    private static byte[] Value(string name, int elementType, params long?[] shape)
    {
        var dimensions = shape.Select(
            (size, i) => Bytes(1, size is { } known ? Number(1, known) : Text(2, $"d{name}{i}"))
        );
        var tensor = Join(Number(1, elementType), Bytes(2, Join([.. dimensions])));
        return Join(Text(1, name), Bytes(2, Bytes(1, tensor)));
    }

    private static byte[] Number(int field, long value) => Join(Varint((ulong)field << 3), Varint((ulong)value));

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] content) =>
        Join(Varint(((ulong)field << 3) | 2), Varint((ulong)content.Length), content);

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }

    private static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];
}
