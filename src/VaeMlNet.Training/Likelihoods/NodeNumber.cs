using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>A node of a graph in a formula, or constants: one, or one for each slot. Operations on constants add no nodes.</summary>
internal readonly struct NodeNumber : IFormulaNumber<NodeNumber>
{
    private readonly FormulaGraph? graph; // null for constants
    private readonly OnnxValue? value;
    private readonly Number[] constants;

    public NodeNumber(FormulaGraph graph, OnnxValue value)
    {
        (this.graph, this.value, constants) = (graph, value, []);
    }

    /// <param name="constants">One constant, or one for each slot.</param>
    public NodeNumber(params Number[] constants)
    {
        this.constants = constants;
    }

    public static bool IsSinglePrecision => true;

    /// <summary>Gets whether it is no node.</summary>
    public bool IsConstant => value is null;

    /// <summary>Returns the node; for constants an initializer.</summary>
    public OnnxValue ToValue(FormulaGraph owner) => value ?? owner.AddConstants(constants);

    public static implicit operator NodeNumber(double constant) => new(new Number(constant));

    public static NodeNumber operator +(NodeNumber a, NodeNumber b) =>
        a.IsEvery(0) ? b
        : b.IsEvery(0) ? a
        : Combine("Add", a, b, (x, y) => x + y);

    public static NodeNumber operator -(NodeNumber a, NodeNumber b) =>
        b.IsEvery(0) ? a : Combine("Sub", a, b, (x, y) => x - y);

    public static NodeNumber operator -(NodeNumber x) => Apply("Neg", x, y => -y);

    public static NodeNumber operator *(NodeNumber a, NodeNumber b) =>
        a.IsEvery(1) ? b
        : b.IsEvery(1) ? a
        : Combine("Mul", a, b, (x, y) => x * y);

    public static NodeNumber operator *(NodeNumber x, double factor) => x * (NodeNumber)factor;

    public static NodeNumber operator /(NodeNumber a, NodeNumber b) =>
        b.IsEvery(1) ? a : Combine("Div", a, b, (x, y) => x / y);

    public static NodeNumber Exp(NodeNumber x) => Apply("Exp", x, Number.Exp);

    public static NodeNumber Log(NodeNumber x) => Apply("Log", x, Number.Log);

    public static NodeNumber LogOnePlus(NodeNumber x) => Log(x + 1);

    /// <summary>
    /// Returns log(1 + u). Near 0, it is log(w) u / (w - 1) with w = 1 + u, in which the rounding of w cancels (Goldberg 1991, theorem 4).
    /// </summary>
    public static NodeNumber LogOnePlus(NodeNumber u, NodeNumber elsewhere)
    {
        const double radius = 0.5; // 1 + u keeps too few digits of u within it
        var near = Clamp(u, -radius, radius);
        var w = near + 1;
        var quotient = Log(w) * near / (w - 1);
        var graph = u.graph!;
        var isOne = graph.AddNode("Equal", w, 1);
        var logarithm = new NodeNumber(graph, graph.AddNode("Where", isOne, near, quotient));
        return WhereGreater(new(graph, graph.AddNode("Abs", u)), radius, elsewhere, logarithm);
    }

    public static NodeNumber Softplus(NodeNumber x) =>
        x.value is null
            ? new(Array.ConvertAll(x.constants, Number.Softplus))
            : new(x.graph!, SoftplusNodes.Add(x.graph!.Builder, x.value));

    public static NodeNumber Sigmoid(NodeNumber x) => Apply("Sigmoid", x, Number.Sigmoid);

    public static NodeNumber CrossEntropy(NodeNumber logit, NodeNumber target) =>
        Max(logit, 0)
        - (logit * target)
        + new NodeNumber(logit.graph!, SoftplusNodes.AddTail(logit.graph!.Builder, logit.value!));

    public static NodeNumber Max(NodeNumber x, double bound) =>
        x.value is null ? new(Array.ConvertAll(x.constants, c => Number.Max(c, bound)))
        : bound == 0 ? Apply("Relu", x, y => y)
        : Combine("Max", x, bound, (y, _) => y);

    public static NodeNumber Min(NodeNumber x, double bound) =>
        Combine("Min", x, bound, (y, z) => Number.Min(y, z.Value));

    public static NodeNumber Clamp(NodeNumber x, double smallest, double largest) =>
        x.value is null
            ? Min(Max(x, smallest), largest)
            : new(x.graph!, x.graph!.AddNode("Clip", x, smallest, largest));

    public static NodeNumber WhereGreater(NodeNumber x, double bound, NodeNumber yes, NodeNumber no)
    {
        if (x.value is not null)
        {
            return new(x.graph!, x.graph!.AddNode("Where", x.graph.AddNode("Greater", x, bound), yes, no));
        }

        var (greater, others) = (yes.constants, no.constants);
        return new([
            .. x.constants.Select(
                (c, slot) => c > bound ? greater[slot % greater.Length] : others[slot % others.Length]
            ),
        ]);
    }

    public static NodeNumber FactorialRemainder(NodeNumber count) =>
        new(count.graph!, count.graph!.AddFactorialRemainder(count.value!));

    private bool IsEvery(double number) => value is null && Array.TrueForAll(constants, constant => constant == number);

    private static NodeNumber Apply(string operatorType, NodeNumber x, Converter<Number, Number> ofConstant) =>
        x.value is null
            ? new(Array.ConvertAll(x.constants, ofConstant))
            : new(x.graph!, x.graph!.AddNode(operatorType, x));

    private static NodeNumber Combine(
        string operatorType,
        NodeNumber a,
        NodeNumber b,
        Func<Number, Number, Number> ofConstants
    )
    {
        if ((a.graph ?? b.graph) is { } graph)
        {
            return new(graph, graph.AddNode(operatorType, a, b));
        }

        var (x, y) = (a.constants, b.constants);
        var count = Math.Max(x.Length, y.Length);
        return new([.. Enumerable.Range(0, count).Select(i => ofConstants(x[i % x.Length], y[i % y.Length]))]);
    }
}
