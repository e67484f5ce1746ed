namespace VaeMlNet.OnnxExport;

/// <summary>
/// Infers an operator's result as far as needed to check layers against each other and to type the graph's outputs. ONNX
/// Runtime does the full inference when it loads the model.
/// </summary>
internal static class OperatorRules
{
    private static readonly HashSet<string> SameShape =
    [
        .. (string[])["Abs", "Cast", "Ceil", "Celu", "Clip", "Elu", "Erf", "Exp", "Floor", "HardSigmoid", "HardSwish"],
        .. (string[])["Identity", "IsInf", "IsNaN", "LeakyRelu", "Log", "LogSoftmax", "Neg", "Not", "Reciprocal"],
        .. (string[])
            ["Relu", "Round", "Selu", "Shrink", "Sigmoid", "Sign", "Softmax", "Softplus", "Softsign", "Sqrt", "Tanh"],
    ];

    private static readonly HashSet<string> Comparison =
    [
        .. (string[])["And", "Equal", "Greater", "GreaterOrEqual", "IsInf", "IsNaN", "Less", "LessOrEqual", "Not"],
        .. (string[])["Or", "Xor"],
    ];

    private static readonly HashSet<string> Indices =
    [
        .. (string[])["ArgMax", "ArgMin", "NonMaxSuppression", "NonZero", "Shape", "Size"],
    ];

    private static readonly HashSet<string> IntegerProducts = ["ConvInteger", "MatMulInteger"];

    private static readonly HashSet<string> WithIndicesAfterValues = ["MaxPool", "TopK", "Unique"];

    /// <summary>
    /// The attribute with the type of the results, by operator, and the type without it; null for that of an input.
    /// </summary>
    private static readonly Dictionary<string, (string Name, OnnxElementType? Default)> TypeAttributes = new(
        StringComparer.Ordinal
    )
    {
        ["Bernoulli"] = ("dtype", null),
        ["BlackmanWindow"] = ("output_datatype", OnnxElementType.Float32),
        ["Cast"] = ("to", null),
        ["EyeLike"] = ("dtype", null),
        ["HammingWindow"] = ("output_datatype", OnnxElementType.Float32),
        ["HannWindow"] = ("output_datatype", OnnxElementType.Float32),
        ["MelWeightMatrix"] = ("output_datatype", OnnxElementType.Float32),
        ["Multinomial"] = ("dtype", OnnxElementType.Int32),
        ["QuantizeLinear"] = ("output_dtype", null),
        ["RandomNormal"] = ("dtype", OnnxElementType.Float32),
        ["RandomNormalLike"] = ("dtype", null),
        ["RandomUniform"] = ("dtype", OnnxElementType.Float32),
        ["RandomUniformLike"] = ("dtype", null),
    };

    /// <summary>The index of the input that has the type of the results, by operator; 0 for others.</summary>
    private static readonly Dictionary<string, int> TypeInputs = new(StringComparer.Ordinal)
    {
        ["CastLike"] = 1,
        ["DequantizeLinear"] = 1,
        ["OneHot"] = 2,
        ["QLinearConv"] = 7,
        ["QLinearMatMul"] = 7,
        ["QuantizeLinear"] = 2,
        ["Where"] = 1,
    };

    private static readonly HashSet<string> Broadcasting =
    [
        .. (string[])["Add", "And", "Div", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Max"],
        .. (string[])["Mean", "Min", "Mod", "Mul", "Or", "Pow", "Sub", "Sum", "Where", "Xor"],
    ];

    /// <summary>Returns the element type of a result.</summary>
    /// <param name="operatorType">The operator.</param>
    /// <param name="result">The index of the result.</param>
    /// <param name="inputs">The inputs of the node.</param>
    /// <param name="attributes">The attributes of the node.</param>
    public static OnnxElementType ResultType(
        string operatorType,
        int result,
        OnnxValue[] inputs,
        OnnxAttribute[] attributes
    ) =>
        TypeOfOperator(operatorType, result)
        ?? TypeInAttributes(operatorType, attributes)
        ?? TypeOfInput(inputs.ElementAtOrDefault(TypeInputs.GetValueOrDefault(operatorType)))
        ?? (operatorType == "QuantizeLinear" ? OnnxElementType.UInt8 : OnnxElementType.Float32);

    private static OnnxElementType? TypeOfOperator(string operatorType, int result) =>
        operatorType switch
        {
            _ when Comparison.Contains(operatorType) => OnnxElementType.Bool,
            _ when Indices.Contains(operatorType) => OnnxElementType.Int64,
            _ when IntegerProducts.Contains(operatorType) => OnnxElementType.Int32,
            _ when WithIndicesAfterValues.Contains(operatorType) && result > 0 => OnnxElementType.Int64,
            "ConstantOfShape" => OnnxElementType.Float32, // another type needs a tensor as an attribute, which a builder cannot write
            "Dropout" when result == 1 => OnnxElementType.Bool,
            "DynamicQuantizeLinear" => result == 1 ? OnnxElementType.Float32 : OnnxElementType.UInt8,
            _ => null,
        };

    private static OnnxElementType? TypeInAttributes(string operatorType, OnnxAttribute[] attributes) =>
        !TypeAttributes.TryGetValue(operatorType, out var known) ? null
        : attributes.FirstOrDefault(attribute => attribute.Name == known.Name)?.Value is long type
            ? (OnnxElementType)type
        : known.Default;

    private static OnnxElementType? TypeOfInput(OnnxValue? input) =>
        input is null || input == OnnxValue.Omitted ? null : input.ElementType;

    /// <returns>The shape of the (first) result; null if this table does not know it.</returns>
    /// <exception cref="OnnxExportException">The inputs' shapes cannot be combined.</exception>
    public static OnnxDimension[]? ResultShape(string operatorType, string nodeName, OnnxValue[] inputs)
    {
        if (SameShape.Contains(operatorType))
        {
            return inputs.Length > 0 ? inputs[0].Shape?.ToArray() : null;
        }

        if (!Broadcasting.Contains(operatorType) || inputs.Length == 0 || inputs.Any(input => input.Shape is null))
        {
            return null;
        }

        return inputs.Select(input => input.Shape!.ToArray()).Aggregate((a, b) => Broadcast(nodeName, a, b));
    }

    // Multidirectional broadcasting: shapes are aligned at their last axes, and an axis of size 1 is repeated.
    private static OnnxDimension[] Broadcast(string nodeName, OnnxDimension[] a, OnnxDimension[] b)
    {
        var result = new OnnxDimension[Math.Max(a.Length, b.Length)];
        for (var fromEnd = 1; fromEnd <= result.Length; fromEnd++)
        {
            var left = fromEnd <= a.Length ? a[^fromEnd] : 1;
            var right = fromEnd <= b.Length ? b[^fromEnd] : 1;
            if (left.Size is { } x && right.Size is { } y && x != y && x != 1 && y != 1)
            {
                throw new OnnxExportException(
                    $"Node '{nodeName}' cannot combine the shapes {OnnxDimension.Describe(a)} and "
                        + $"{OnnxDimension.Describe(b)}: from the last axis back, sizes must be equal or 1. "
                        + "Reshape one of them first."
                );
            }

            result[^fromEnd] = BroadcastAxis(left, right);
        }

        return result;
    }

    private static OnnxDimension BroadcastAxis(OnnxDimension left, OnnxDimension right)
    {
        if (left == right || right.Size == 1)
        {
            return left;
        }

        if (left.Size == 1)
        {
            return right;
        }
        // A number other than 1 determines the result, whatever the other size is. Two symbols do not.
        return left.Size is not null ? left
            : right.Size is not null ? right
            : default;
    }
}
