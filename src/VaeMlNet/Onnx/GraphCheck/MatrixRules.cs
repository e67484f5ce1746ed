namespace VaeMlNet;

/// <summary>The rules of matrix products and reductions.</summary>
internal static class MatrixRules
{
    public static GraphValue Gemm(NodeCall call)
    {
        var a = call.Input(0, GraphType.Float32);
        var b = call.Input(1, GraphType.Float32);
        var c = call.OptionalInput(2, GraphType.Float32);
        call.Floats("alpha", "beta");
        var transA = call.Flag("transA");
        var transB = call.Flag("transB");
        RequireRank(a, 2, 2);
        RequireRank(b, 2, 2);
        var inner = Inner(a, transA ? 0 : 1, b, transB ? 1 : 0);
        GraphSize[] shape = [a.Shape[transA ? 1 : 0], b.Shape[transB ? 0 : 1]];
        if (c is not null)
        {
            ElementRules.RequireBroadcastTo(c.Shape, shape);
        }

        return Product(call, GraphType.Float32, shape, inner);
    }

    public static GraphValue MatMul(NodeCall call)
    {
        var a = call.Input(0, GraphType.Float32, GraphType.Float64);
        return Multiply(call, a, call.Input(1, a.Type), a.Type);
    }

    public static GraphValue MatMulInteger(NodeCall call)
    {
        var a = call.Input(0, GraphType.UInt8);
        var b = call.Input(1, GraphType.Int8);
        RequireRank(b, 2, 2);
        call.Scalar(2, GraphType.UInt8);
        return Multiply(call, a, b, GraphType.Int32);
    }

    public static GraphValue QuantizeLinear(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        call.Scalar(1, GraphType.Float32);
        call.Scalar(2, GraphType.UInt8);
        return new(GraphType.UInt8, x.Shape);
    }

    /// <summary>Computes the shape of a reduction whose axes are an input.</summary>
    public static GraphValue ReduceByInput(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32, GraphType.Float64);
        return Reduce(call, x, call.OptionalAxes(1, x.Rank));
    }

    /// <summary>Computes the shape of a reduction whose axes are an attribute.</summary>
    public static GraphValue ReduceByAttribute(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        return Reduce(call, x, call.OptionalAxes("axes", x.Rank));
    }

    public static GraphValue ArgBest(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        var axis = call.Axis("axis", 0, x.Rank);
        call.Flag("select_last_index");
        return Reduce(call, x, [axis]) with { Type = GraphType.Int64 };
    }

    /// <summary>Refuses a value with fewer or more axes.</summary>
    public static void RequireRank(GraphValue value, int fewest, int most)
    {
        if (value.Rank < fewest || value.Rank > most)
        {
            throw new InvalidDataException($"an input is {value}, expected {fewest} to {most} axes");
        }
    }

    private static GraphValue Reduce(NodeCall call, GraphValue x, int[]? axes)
    {
        axes ??= [.. Enumerable.Range(0, x.Rank)];
        var keepsAxes = call.Flag("keepdims", standard: true);
        if (axes.Length == 0)
        {
            throw new InvalidDataException($"it reduces no axis of {x}");
        }

        var shape = new List<GraphSize>();
        for (var axis = 0; axis < x.Rank; axis++)
        {
            if (!axes.Contains(axis))
            {
                shape.Add(x.Shape[axis]);
                continue;
            }

            ElementRules.RequireFixed(x, axis);
            if (keepsAxes)
            {
                shape.Add(GraphSize.One);
            }
        }

        return new(x.Type, [.. shape]);
    }

    private static GraphValue Multiply(NodeCall call, GraphValue a, GraphValue b, GraphType type)
    {
        RequireRank(a, 2, GraphLimits.MostAxes);
        RequireRank(b, 2, GraphLimits.MostAxes);
        var inner = Inner(a, a.Rank - 1, b, b.Rank - 2);
        var outer = ElementRules.Broadcast(a.Shape[..^2], b.Shape[..^2]);
        return Product(call, type, [.. outer, a.Shape[^2], b.Shape[^1]], inner);
    }

    private static long Inner(GraphValue a, int axisOfA, GraphValue b, int axisOfB)
    {
        var size = ElementRules.RequireFixed(a, axisOfA);
        return size == ElementRules.RequireFixed(b, axisOfB)
            ? size
            : throw new InvalidDataException($"{a} and {b} cannot be multiplied");
    }

    private static GraphValue Product(NodeCall call, GraphType type, GraphSize[] shape, long inner)
    {
        var product = new GraphValue(type, shape);
        call.Operations = product.Size.Count * Math.Min(inner, GraphLimits.MostOperations >> 20);
        return product;
    }
}
