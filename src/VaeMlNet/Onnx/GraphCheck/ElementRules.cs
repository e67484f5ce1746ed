namespace VaeMlNet;

/// <summary>Rules of operators that work element by element.</summary>
internal static class ElementRules
{
    public static GraphValue Unary(NodeCall call, params ReadOnlySpan<string> numbers)
    {
        call.Floats(numbers);
        return Like(call.Input(0, GraphType.Float32), GraphType.Float32);
    }

    public static GraphValue Identity(NodeCall call) => AnyType(call, 0) with { Data = null };

    /// <summary>Reads an input of any element type.</summary>
    public static GraphValue AnyType(NodeCall call, int input) =>
        call.Input(
            input,
            GraphType.Float32,
            GraphType.UInt8,
            GraphType.Int8,
            GraphType.Int32,
            GraphType.Int64,
            GraphType.Bool,
            GraphType.Float16,
            GraphType.Float64,
            GraphType.UInt32
        );

    public static GraphValue Cast(NodeCall call)
    {
        var to = call.Integer("to", 0, long.MinValue, long.MaxValue);
        return Like(AnyType(call, 0), GraphMessage.OfNumber(to, "its result"));
    }

    public static GraphValue IsNaN(NodeCall call) => Like(call.Input(0, GraphType.Float32), GraphType.Bool);

    public static GraphValue IsInf(NodeCall call)
    {
        call.Flag("detect_negative", standard: true);
        call.Flag("detect_positive", standard: true);
        return IsNaN(call);
    }

    public static GraphValue Not(NodeCall call) => Like(call.Input(0, GraphType.Bool), GraphType.Bool);

    public static GraphValue Clip(NodeCall call)
    {
        call.OptionalScalar(1);
        call.OptionalScalar(2);
        return Like(call.Input(0, GraphType.Float32), GraphType.Float32);
    }

    public static GraphValue Softmax(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        RequireFixed(x, call.Axis("axis", -1, x.Rank));
        return Like(x, GraphType.Float32);
    }

    public static GraphValue Binary(NodeCall call, params ReadOnlySpan<GraphType> types)
    {
        var a = call.Input(0, types);
        var b = call.Input(1, a.Type);
        return new(a.Type, Broadcast(a.Shape, b.Shape));
    }

    public static GraphValue Comparison(NodeCall call, params ReadOnlySpan<GraphType> types) =>
        Binary(call, types) with
        {
            Type = GraphType.Bool,
        };

    public static GraphValue Variadic(NodeCall call)
    {
        var shape = call.Input(0, GraphType.Float32).Shape;
        for (var i = 1; i < call.InputCount; i++)
        {
            shape = Broadcast(shape, call.Input(i, GraphType.Float32).Shape);
        }

        return new(GraphType.Float32, shape);
    }

    public static GraphValue PRelu(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        RequireBroadcastTo(call.Input(1, GraphType.Float32).Shape, x.Shape);
        return Like(x, GraphType.Float32);
    }

    public static GraphValue Where(NodeCall call)
    {
        var condition = call.Input(0, GraphType.Bool);
        var x = call.Input(1, GraphType.Float32, GraphType.Int64);
        var y = call.Input(2, x.Type);
        return new(x.Type, Broadcast(condition.Shape, Broadcast(x.Shape, y.Shape)));
    }

    /// <summary>
    /// Returns the shape of multidirectional broadcasting: shapes are aligned at their last axes, and an axis of size 1 is
    /// repeated.
    /// </summary>
    public static GraphSize[] Broadcast(GraphSize[] a, GraphSize[] b)
    {
        var shape = new GraphSize[Math.Max(a.Length, b.Length)];
        for (var fromEnd = 1; fromEnd <= shape.Length; fromEnd++)
        {
            var left = fromEnd <= a.Length ? a[^fromEnd] : GraphSize.One;
            var right = fromEnd <= b.Length ? b[^fromEnd] : GraphSize.One;
            shape[^fromEnd] =
                left == right || right == GraphSize.One ? left
                : left == GraphSize.One ? right
                : throw new InvalidDataException(
                    $"the shapes [{string.Join(", ", a)}] and [{string.Join(", ", b)}] do not match"
                );
        }

        return shape;
    }

    /// <summary>Refuses a shape that broadcasting would enlarge.</summary>
    public static void RequireBroadcastTo(GraphSize[] shape, GraphSize[] target)
    {
        if (!Broadcast(shape, target).SequenceEqual(target))
        {
            throw new InvalidDataException(
                $"the shape [{string.Join(", ", shape)}] does not fit [{string.Join(", ", target)}]"
            );
        }
    }

    /// <summary>Returns the size of an axis. Refuses sizes that depend on the number of rows, so that rows do not mix.</summary>
    public static long RequireFixed(GraphValue value, int axis) =>
        value.Shape[axis] is { IsPerRow: false, Count: var count }
            ? count
            : throw new InvalidDataException($"it works along axis {axis} of {value}, which mixes rows");

    private static GraphValue Like(GraphValue value, GraphType type) => new(type, value.Shape);
}
