namespace VaeMlNet.OnnxExport;

/// <summary>
/// Replaces products with constant matrices by integer products. The matrix is stored in 8 bits with a scale for each output,
/// and each row of the other factor is quantized at run time by its largest magnitude.
/// </summary>
/// <remarks>
/// Each row has its own scale, instead of one scale for the whole tensor as in DynamicQuantizeLinear, so that the result of a
/// row does not depend on other rows.
/// </remarks>
internal sealed class RowQuantization
{
    private const OnnxElementType Real = OnnxElementType.Float32;

    /// <summary>The smallest magnitude, for rows that contain only zeros. Any scale is correct for them.</summary>
    private const float SmallestMagnitude = 1e-30f;

    /// <summary>The first opset in which the axes of a reduction are an input.</summary>
    private const int OpsetOfAxesAsInput = 18;

    private readonly GraphContents graph;
    private readonly bool takesAxesAsInput;
    private readonly Dictionary<string, OnnxValue> constants = new(StringComparer.Ordinal);

    // A value that several products read is quantized once.
    private readonly Dictionary<OnnxValue, QuantizedRows> quantized = [];

    private RowQuantization(GraphContents graph, int opset)
    {
        this.graph = graph;
        takesAxesAsInput = opset >= OpsetOfAxesAsInput;
    }

    public static void Apply(GraphContents graph, int opset)
    {
        var pass = new RowQuantization(graph, opset);
        foreach (var node in graph.Nodes.ToArray())
        {
            if (pass.FindWeight(node) is { } weight)
            {
                pass.Quantize(node, weight);
            }
        }
    }

    // Returns null for other operators, for products of two computed values, for settings that no converter uses, and for matrices of 0
    // and 1, which select and sum columns: rounding would mix these columns up.
    private OnnxTensor? FindWeight(GraphNode node) =>
        node.OperatorType is "MatMul" or "Gemm"
        && graph.FindConstant(node.Inputs[0]) is null
        && node.Find("transA") is null or 0L
        && node.Find("alpha") is null or 1f
        && node.Find("beta") is null or 1f
            ? graph.FindConstant(node.Inputs[1]) is { ElementType: Real, Shape.Length: 2 } weight
            && Array.Exists(weight.ToFloats(), number => number is not (0 or 1))
                ? weight
                : null
            : null;

    private void Quantize(GraphNode node, OnnxTensor weight)
    {
        var matrix = QuantizedMatrix.Quantize(weight, isTransposed: node.Find("transB") is 1L);
        var codes = graph.AddConstant(
            $"{weight.Name}_quantized",
            name => OnnxTensor.FromSigned(name, matrix.Codes, matrix.Shape)
        );
        var scales = graph.AddConstant(
            $"{weight.Name}_scale",
            name => OnnxTensor.FromFloats(name, matrix.Scales, [matrix.Scales.Length])
        );
        var nodes = new NodeList(graph, node);
        if (!quantized.TryGetValue(node.Inputs[0], out var rows))
        {
            quantized[node.Inputs[0]] = rows = AddQuantizedRows(nodes, node.Inputs[0]);
        }

        var sums = nodes.Add("MatMulInteger", OnnxElementType.Int32, [rows.Codes, codes, rows.ZeroPoint]);
        var product = nodes.Add("Cast", Real, [sums], OnnxAttribute.Integer("to", (long)Real));
        var result = nodes.Add("Mul", Real, [nodes.Add("Mul", Real, [product, rows.Scale]), scales]);
        if (node.Inputs.Length > 2 && node.Inputs[2] != OnnxValue.Omitted)
        {
            nodes.Add("Add", Real, [result, node.Inputs[2]]);
        }

        graph.Replace(node, nodes.EndingIn(node.Outputs));
        graph.DropUnused([weight.Name]);
    }

    // Numbers that are never negative use all 256 codes; others use 127 codes for each sign.
    private QuantizedRows AddQuantizedRows(NodeList nodes, OnnxValue x)
    {
        var isNonNegative = graph.Nodes.Find(node => node.Outputs.Contains(x))?.OperatorType is "Relu" or "Sigmoid";
        var (largestCode, zero) = isNonNegative ? (255f, (byte)0) : (127f, (byte)128);
        var largest = AddLargest(nodes, isNonNegative ? x : nodes.Add("Abs", Real, [x])); // [..., 1]
        var safe = nodes.Add("Max", Real, [largest, AddNumber("smallest_magnitude", SmallestMagnitude)]);
        var scale = nodes.Add("Mul", Real, [safe, AddNumber($"per_{largestCode}", 1 / largestCode)]);
        var zeroPoint = Share($"zero_point_{zero}", name => OnnxTensor.FromBytes(name, [zero], []));
        // Uses the rounding and saturation of QuantizeLinear, in units of each row's scale.
        OnnxValue[] inUnits = [nodes.Add("Div", Real, [x, scale]), AddNumber("unit", 1), zeroPoint];
        return new(nodes.Add("QuantizeLinear", OnnxElementType.UInt8, inUnits), scale, zeroPoint);
    }

    private OnnxValue AddLargest(NodeList nodes, OnnxValue magnitudes)
    {
        var keepdims = OnnxAttribute.Integer("keepdims", 1);
        return takesAxesAsInput
            ? nodes.Add("ReduceMax", Real, [magnitudes, Share("last_axis", OfLastAxis)], keepdims)
            : nodes.Add("ReduceMax", Real, [magnitudes], OnnxAttribute.Integers("axes", -1), keepdims);
    }

    private static OnnxTensor OfLastAxis(string name) => OnnxTensor.FromIntegers(name, [-1], [1]);

    private OnnxValue AddNumber(string name, float number) =>
        Share(name, unique => OnnxTensor.FromFloats(unique, [number], []));

    private OnnxValue Share(string name, Func<string, OnnxTensor> make)
    {
        if (!constants.TryGetValue(name, out var constant))
        {
            constants[name] = constant = graph.AddConstant(name, make);
        }

        return constant;
    }

    /// <summary>Rows in bytes: the values are (codes - zero point) * scale, with a scale for each row.</summary>
    private readonly record struct QuantizedRows(OnnxValue Codes, OnnxValue Scale, OnnxValue ZeroPoint);
}

/// <summary>A matrix [in, out] in signed bytes, with a scale for each column.</summary>
/// <remarks>
/// The bytes are signed, because processors with VNNI multiply unsigned by signed bytes; unsigned bytes take twice the time
/// there. Only 7 of the 8 bits are used, because on other x64 processors ONNX Runtime adds two such products in 16 bits, and 2
/// * 255 * 63 fits (ONNX Runtime's quantization guide: "reduce range").
/// </remarks>
internal sealed record QuantizedMatrix(byte[] Codes, float[] Scales, long[] Shape)
{
    private const int LargestCode = 63;

    /// <param name="weight">The float32 matrix.</param>
    /// <param name="isTransposed">Whether the matrix is stored as [out, in].</param>
    public static QuantizedMatrix Quantize(OnnxTensor weight, bool isTransposed)
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
            {
                largest = MathF.Max(largest, MathF.Abs(numbers[start + (input * step)]));
            }

            scales[output] = largest > 0 ? largest / LargestCode : 1;
            for (var input = 0L; input < inputs; input++)
            {
                codes[(input * outputs) + output] = Code(numbers[start + (input * step)] / scales[output]);
            }
        }

        return new QuantizedMatrix(codes, scales, [inputs, outputs]);
    }

    private static byte Code(float inUnits) => unchecked((byte)(sbyte)MathF.Round(inUnits));
}
