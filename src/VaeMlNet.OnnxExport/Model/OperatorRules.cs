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

    private static readonly HashSet<string> Indices = ["ArgMax", "ArgMin", "NonZero", "Shape", "Size"];

    private static readonly HashSet<string> Broadcasting =
    [
        .. (string[])["Add", "And", "Div", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Max"],
        .. (string[])["Mean", "Min", "Mod", "Mul", "Or", "Pow", "Sub", "Sum", "Where", "Xor"],
    ];

    public static OnnxElementType ResultType(string operatorType, OnnxValue[] inputs, OnnxAttribute[] attributes)
    {
        if (operatorType == "Cast")
        {
            var to = attributes.FirstOrDefault(attribute => attribute.Name == "to")?.Value as long?;
            return (OnnxElementType)(to ?? (long)OnnxElementType.Float32);
        }

        if (Comparison.Contains(operatorType))
        {
            return OnnxElementType.Bool;
        }

        if (Indices.Contains(operatorType))
        {
            return OnnxElementType.Int64;
        }

        var source = operatorType == "Where" ? 1 : 0;
        return inputs.Length > source ? inputs[source].ElementType : OnnxElementType.Float32;
    }

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
