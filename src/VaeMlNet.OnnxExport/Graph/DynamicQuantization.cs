using VaeMlNet.OnnxExport.Protobuf;

namespace VaeMlNet.OnnxExport.Graph;

/// <summary>
/// Replaces products with constant matrices by integer ones: the matrix in 8 bits with a scale for each output, the other
/// factor quantized at run time by its range.
/// </summary>
/// <remarks>
/// The weights are unsigned with zero point 128, not signed: on x64 processors without VNNI, ONNX Runtime's products of
/// unsigned and signed bytes saturate at 16 bits, those of unsigned bytes do not (ONNX Runtime's quantization guide).
/// </remarks>
internal sealed class DynamicQuantization
{
    private const byte ZeroPoint = 128;

    private readonly GraphContents graph;
    private readonly OnnxValue zeroPoint;

    // A value that several products read is quantized once.
    private readonly Dictionary<OnnxValue, GraphNode> quantizers = [];

    private DynamicQuantization(GraphContents graph)
    {
        this.graph = graph;
        zeroPoint = graph.AddConstant("zero_point", name => OnnxTensor.FromBytes(name, [ZeroPoint], []));
    }

    public static void Apply(GraphContents graph)
    {
        var pass = new DynamicQuantization(graph);
        foreach (var node in graph.Nodes.ToArray())
        {
            if (pass.FindWeight(node) is { } weight)
                pass.Quantize(node, weight);
        }
        graph.DropUnused([pass.zeroPoint.Name]);
    }

    // Null for other operators, for products of two computed values, and for settings that no converter uses.
    private OnnxTensor? FindWeight(GraphNode node) =>
        node.OperatorType is "MatMul" or "Gemm"
        && graph.FindConstant(node.Inputs[0]) is null
        && node.Find("transA") is null or 0L
        && node.Find("alpha") is null or 1f
        && node.Find("beta") is null or 1f
            ? graph.FindConstant(node.Inputs[1]) is { ElementType: OnnxElementType.Float32, Shape.Length: 2 } weight
                ? weight
                : null
            : null;

    private void Quantize(GraphNode node, OnnxTensor weight)
    {
        var matrix = QuantizedMatrix.Of(weight, isTransposed: node.Find("transB") is 1L);
        var codes = graph.AddConstant(
            $"{weight.Name}_quantized",
            name => OnnxTensor.FromBytes(name, matrix.Codes, matrix.Shape)
        );
        var scales = graph.AddConstant(
            $"{weight.Name}_scale",
            name => OnnxTensor.FromFloats(name, matrix.Scales, [matrix.Scales.Length])
        );

        var nodes = new List<GraphNode>();
        if (!quantizers.TryGetValue(node.Inputs[0], out var quantizer))
        {
            quantizers[node.Inputs[0]] = quantizer = MakeQuantizer(node);
            nodes.Add(quantizer);
        }
        OnnxValue Add(string operatorType, OnnxElementType type, OnnxValue[] inputs, params OnnxAttribute[] attributes)
        {
            nodes.Add(graph.MakeNode(operatorType, node, inputs, type, attributes));
            return nodes[^1].Outputs[0];
        }

        const OnnxElementType Real = OnnxElementType.Float32;
        OnnxValue[] factors = [quantizer.Outputs[0], codes, quantizer.Outputs[2], zeroPoint];
        var sums = Add("MatMulInteger", OnnxElementType.Int32, factors);
        var product = Add("Cast", Real, [sums], OnnxAttribute.Integer("to", (long)Real));
        var unit = Add("Mul", Real, [quantizer.Outputs[1], scales]);
        var result = Add("Mul", Real, [product, unit]);
        if (node.Inputs.Length > 2 && node.Inputs[2] != OnnxValue.Omitted)
            Add("Add", Real, [result, node.Inputs[2]]);
        nodes[^1] = nodes[^1] with { Outputs = node.Outputs };
        graph.Replace(node, nodes);
        graph.DropUnused([weight.Name]);
    }

    private GraphNode MakeQuantizer(GraphNode reader)
    {
        var node = graph.MakeNode("DynamicQuantizeLinear", reader, [reader.Inputs[0]], OnnxElementType.UInt8);
        var scale = graph.MakeValue($"{node.Name}/scale", OnnxElementType.Float32);
        return node with
        {
            Outputs = [node.Outputs[0], scale, graph.MakeValue($"{node.Name}/zero_point", OnnxElementType.UInt8)],
        };
    }

    /// <summary>A matrix [in, out] in bytes, each column in units of its scale.</summary>
    private sealed record QuantizedMatrix(byte[] Codes, float[] Scales, long[] Shape)
    {
        private const int LargestCode = 127;

        public static QuantizedMatrix Of(OnnxTensor weight, bool isTransposed)
        {
            var numbers = weight.ToFloats();
            var inputs = weight.Shape[isTransposed ? 1 : 0];
            var outputs = weight.Shape[isTransposed ? 0 : 1];
            var codes = new byte[numbers.Length];
            var scales = new float[outputs];
            for (var output = 0L; output < outputs; output++)
            {
                var (start, step) = isTransposed ? (output * inputs, 1) : (output, outputs);
                var largest = 0f;
                for (var input = 0L; input < inputs; input++)
                    largest = MathF.Max(largest, MathF.Abs(numbers[start + (input * step)]));
                scales[output] = largest > 0 ? largest / LargestCode : 1;
                for (var input = 0L; input < inputs; input++)
                    codes[(input * outputs) + output] = (byte)(
                        ZeroPoint + MathF.Round(numbers[start + (input * step)] / scales[output])
                    );
            }
            return new QuantizedMatrix(codes, scales, [inputs, outputs]);
        }
    }
}
