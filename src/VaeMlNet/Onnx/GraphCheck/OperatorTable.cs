namespace VaeMlNet;

/// <summary>
/// The operators that graphs of a model folder can have. Each has a rule that checks attributes, element types, shapes and
/// constants, and returns the element type and the shape of the result.
/// </summary>
/// <remarks>
/// It contains the operators that the exporter and its converters write, and some operators for custom networks. The writer and
/// the reader of model folders use the same table, so that the reader accepts what the writer writes. If a new converter needs
/// another operator, add its rule here; <c>OperatorTarget</c> of the fuzz tests then tries it.
/// </remarks>
internal static class OperatorTable
{
    private delegate GraphValue[] Rule(NodeCall call);

    private static readonly SortedDictionary<string, Rule> Rules = Create();

    /// <summary>Gets the operators in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Operators => Rules.Keys;

    /// <summary>Checks a node against its operator's rule.</summary>
    /// <returns>The results of the node.</returns>
    public static GraphValue[] Apply(string operatorType, NodeCall call)
    {
        if (!Rules.TryGetValue(operatorType, out var rule))
        {
            throw new InvalidDataException(
                "model folders do not allow this operator; docs/model-folder.md lists the allowed ones"
            );
        }

        var results = rule(call);
        call.CheckTaken();
        return results.Length == call.OutputCount
            ? results
            : throw new InvalidDataException($"it has {call.OutputCount} outputs, expected {results.Length}");
    }

    private static SortedDictionary<string, Rule> Create()
    {
        var rules = new SortedDictionary<string, Rule>(StringComparer.Ordinal);
        void Add(Rule rule, params string[] operators) => Array.ForEach(operators, name => rules.Add(name, rule));
        void AddOne(Func<NodeCall, GraphValue> rule, params string[] operators) => Add(call => [rule(call)], operators);

        AddOne(
            call => ElementRules.Unary(call),
            ["Abs", "Ceil", "Cos", "Erf", "Exp", "Floor", "HardSwish", "Log", "Neg", "Reciprocal", "Relu"]
        );
        AddOne(
            call => ElementRules.Unary(call),
            ["Round", "Sigmoid", "Sign", "Sin", "Softplus", "Softsign", "Sqrt", "Tanh"]
        );
        AddOne(call => ElementRules.Unary(call, "alpha"), "Celu", "Elu", "LeakyRelu", "ThresholdedRelu");
        AddOne(call => ElementRules.Unary(call, "alpha", "beta"), "HardSigmoid");
        AddOne(call => ElementRules.Unary(call, "alpha", "gamma"), "Selu");
        AddOne(call => ElementRules.Unary(call, "bias", "lambd"), "Shrink");
        AddOne(ElementRules.Identity, "Identity");
        AddOne(ElementRules.Cast, "Cast");
        AddOne(ElementRules.IsNaN, "IsNaN");
        AddOne(ElementRules.IsInf, "IsInf");
        AddOne(ElementRules.Not, "Not");
        AddOne(ElementRules.Clip, "Clip");
        AddOne(ElementRules.Softmax, "Softmax", "LogSoftmax");
        AddOne(
            call => ElementRules.Binary(call, GraphType.Float32, GraphType.Float64, GraphType.Int64),
            ["Add", "Mul", "Sub"]
        );
        AddOne(call => ElementRules.Binary(call, GraphType.Float32, GraphType.Float64), "Div");
        AddOne(call => ElementRules.Binary(call, GraphType.Float32), "Pow");
        AddOne(ElementRules.Variadic, "Max", "Mean", "Min", "Sum");
        AddOne(ElementRules.PRelu, "PRelu");
        AddOne(
            call => ElementRules.Comparison(call, GraphType.Float32, GraphType.Int32, GraphType.Int64, GraphType.Bool),
            "Equal"
        );
        AddOne(
            call => ElementRules.Comparison(call, GraphType.Float32, GraphType.Int32, GraphType.Int64),
            ["Greater", "GreaterOrEqual", "Less", "LessOrEqual"]
        );
        AddOne(call => ElementRules.Comparison(call, GraphType.Bool), "And", "Or", "Xor");
        AddOne(ElementRules.Where, "Where");

        AddOne(MatrixRules.Gemm, "Gemm");
        AddOne(MatrixRules.MatMul, "MatMul");
        AddOne(MatrixRules.MatMulInteger, "MatMulInteger");
        AddOne(MatrixRules.QuantizeLinear, "QuantizeLinear");
        AddOne(MatrixRules.ReduceByInput, "ReduceSum");
        AddOne(MatrixRules.ReduceByAttribute, "ReduceL2", "ReduceMax", "ReduceMean", "ReduceMin");
        AddOne(MatrixRules.ArgBest, "ArgMax", "ArgMin");

        AddOne(ShapeRules.Concat, "Concat");
        AddOne(ShapeRules.Expand, "Expand");
        AddOne(ShapeRules.Flatten, "Flatten");
        AddOne(ShapeRules.Gather, "Gather");
        AddOne(ShapeRules.GatherElements, "GatherElements");
        AddOne(ShapeRules.Pad, "Pad");
        AddOne(ShapeRules.Reshape, "Reshape");
        AddOne(ShapeRules.Shape, "Shape");
        AddOne(ShapeRules.Slice, "Slice");
        Add(ShapeRules.Split, "Split");
        AddOne(ShapeRules.Squeeze, "Squeeze");
        Add(ShapeRules.TopK, "TopK");
        AddOne(ShapeRules.Transpose, "Transpose");
        AddOne(ShapeRules.Unsqueeze, "Unsqueeze");

        AddOne(ImageRules.Conv, "Conv");
        AddOne(ImageRules.ConvTranspose, "ConvTranspose");
        AddOne(ImageRules.AveragePool, "AveragePool");
        AddOne(ImageRules.MaxPool, "MaxPool");
        AddOne(ImageRules.GlobalPool, "GlobalAveragePool", "GlobalMaxPool");
        AddOne(ImageRules.DepthToSpace, "DepthToSpace");
        AddOne(ImageRules.Resize, "Resize");
        AddOne(NormalizationRules.Batch, "BatchNormalization");
        AddOne(NormalizationRules.Instance, "InstanceNormalization");
        AddOne(NormalizationRules.Layer, "LayerNormalization");
        return rules;
    }
}
