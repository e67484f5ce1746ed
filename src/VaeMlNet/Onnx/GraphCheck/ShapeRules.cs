namespace VaeMlNet;

/// <summary>The rules of operators that move elements and compute nothing.</summary>
internal static class ShapeRules
{
    // The types of values that are joined and split.
    private static readonly GraphType[] Joined =
    [
        GraphType.Float32,
        GraphType.Float64,
        GraphType.Int64,
        GraphType.UInt32,
        GraphType.Bool,
    ];

    public static GraphValue Shape(NodeCall call)
    {
        var x = ElementRules.AnyType(call, 0);
        if (x.Rank == 0)
        {
            throw new InvalidDataException("its input has no axes");
        }

        return new(GraphType.Int64, [new(x.Rank, false)]) { Sizes = x.Shape };
    }

    public static GraphValue Reshape(NodeCall call)
    {
        var x = ElementRules.AnyType(call, 0);
        var target = call.Input(1, GraphType.Int64);
        return new(x.Type, target.Sizes is { } sizes ? SameSize(x, sizes) : Resolve(x, call.Integers(1)));
    }

    public static GraphValue Expand(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32, GraphType.Int64);
        var target = call.Input(1, GraphType.Int64);
        var sizes = target.Sizes ?? [.. call.Integers(1).Select(FixedSize)];
        RequireFewAxes(sizes.Length);
        return new(x.Type, ElementRules.Broadcast(x.Shape, sizes));
    }

    public static GraphValue Flatten(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        var axis = call.Integer("axis", 1, -x.Rank, x.Rank);
        var first = (int)(axis < 0 ? axis + x.Rank : axis);
        return new(x.Type, [GraphSize.Product(x.Shape.AsSpan(0, first)), GraphSize.Product(x.Shape.AsSpan(first))]);
    }

    public static GraphValue Transpose(NodeCall call)
    {
        var x = ElementRules.AnyType(call, 0);
        var order = call.OptionalAxes("perm", x.Rank) ?? [.. Enumerable.Range(0, x.Rank).Reverse()];
        return order.Length == x.Rank
            ? new(x.Type, [.. order.Select(axis => x.Shape[axis])])
            : throw new InvalidDataException($"perm names {order.Length} axes of {x}");
    }

    public static GraphValue Squeeze(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32, GraphType.Int64, GraphType.Bool);
        var axes = Given(call.OptionalAxes(1, x.Rank));
        return axes.All(axis => x.Shape[axis] == GraphSize.One)
            ? new(x.Type, [.. x.Shape.Where((_, axis) => !axes.Contains(axis))])
            : throw new InvalidDataException($"it removes an axis of {x} whose size is not 1");
    }

    public static GraphValue Unsqueeze(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32, GraphType.Int64, GraphType.Bool);
        var rank = x.Rank + call.Integers(1).Length;
        RequireFewAxes(rank);
        var axes = Given(call.OptionalAxes(1, rank));
        var rest = new Queue<GraphSize>(x.Shape);
        return new(
            x.Type,
            [.. Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? GraphSize.One : rest.Dequeue())]
        );
    }

    public static GraphValue Gather(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32, GraphType.Int64, GraphType.Bool);
        var indices = call.Input(1, GraphType.Int64, GraphType.Int32);
        var axis = call.Axis("axis", 0, x.Rank);
        var size = ElementRules.RequireFixed(x, axis);
        RequireFewAxes(x.Rank + indices.Rank - 1);
        if (IsOutside(indices, size))
        {
            throw new InvalidDataException($"an index is outside of axis {axis} of {x}");
        }

        return new(x.Type, [.. x.Shape[..axis], .. indices.Shape, .. x.Shape[(axis + 1)..]]);
    }

    public static GraphValue GatherElements(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32, GraphType.Int64);
        var indices = call.Input(1, GraphType.Int64, GraphType.Int32);
        var axis = call.Axis("axis", 0, x.Rank);
        var size = ElementRules.RequireFixed(x, axis);
        return DiffersOnlyIn(axis, indices, x) && !IsOutside(indices, size)
            ? new(x.Type, indices.Shape)
            : throw new InvalidDataException($"{indices} does not fit {x}, or an index is outside of axis {axis}");
    }

    public static GraphValue[] TopK(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        var axis = call.Axis("axis", -1, x.Rank);
        var size = ElementRules.RequireFixed(x, axis);
        call.Flag("largest", standard: true);
        call.Flag("sorted", standard: true);
        if (call.Integers(1) is not [var count] || count < 1 || count > size)
        {
            throw new InvalidDataException($"it takes none of axis {axis} of {x}, or more than it has");
        }

        var values = With(x, axis, count);
        return [values, values with { Type = GraphType.Int64 }];
    }

    public static GraphValue Concat(NodeCall call)
    {
        var first = call.Input(0, Joined);
        var axis = call.Axis("axis", long.MaxValue, first.Rank);
        var size = ElementRules.RequireFixed(first, axis);
        for (var i = 1; i < call.InputCount; i++)
        {
            var next = call.Input(i, first.Type);
            if (!DiffersOnlyIn(axis, next, first))
            {
                throw new InvalidDataException($"{next} does not fit {first}");
            }

            size += next.Shape[axis].Count;
        }

        return With(first, axis, size);
    }

    public static GraphValue[] Split(NodeCall call)
    {
        var x = call.Input(0, Joined);
        var axis = call.Axis("axis", 0, x.Rank);
        var size = ElementRules.RequireFixed(x, axis);
        var parts = call.OptionalIntegers(1) ?? EqualParts(size, call.OutputCount);
        var fits = parts.Length == call.OutputCount && parts.All(part => part >= 1 && part <= size);
        return fits && parts.Sum() == size
            ? [.. parts.Select(part => With(x, axis, part))]
            : throw new InvalidDataException(
                $"it splits axis {axis} of {x} into {parts.Length} parts that do not add up to it, or are not its {call.OutputCount} outputs"
            );
    }

    public static GraphValue Slice(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32, GraphType.Int64, GraphType.Bool);
        var starts = call.Integers(1);
        var ends = call.Integers(2);
        var axes = call.OptionalAxes(3, x.Rank) ?? [.. Enumerable.Range(0, Math.Min(x.Rank, starts.Length))];
        var steps = call.OptionalIntegers(4) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (
            axes.Length == 0
            || starts.Length != axes.Length
            || ends.Length != axes.Length
            || steps.Length != axes.Length
        )
        {
            throw new InvalidDataException("its starts, ends, axes and steps are of different number");
        }

        GraphValue result = new(x.Type, x.Shape);
        for (var i = 0; i < axes.Length; i++)
        {
            var size = ElementRules.RequireFixed(x, axes[i]);
            var start = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, size);
            var end = Math.Clamp(ends[i] < 0 ? ends[i] + size : ends[i], 0, size);
            if (steps[i] is < 1 or > int.MaxValue || start >= end)
            {
                throw new InvalidDataException($"it cuts nothing out of axis {axes[i]} of {x}, or by a step below 1");
            }

            result = With(result, axes[i], ((end - start - 1) / steps[i]) + 1);
        }

        return result;
    }

    public static GraphValue Pad(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        var pads = call.Integers(1);
        call.OptionalScalar(2);
        var isReflected = call.Text("mode", "constant", "constant", "reflect", "edge") == "reflect";
        if (pads.Length != 2 * x.Rank)
        {
            throw new InvalidDataException($"it has {pads.Length} sizes for {x}");
        }

        GraphValue result = new(x.Type, x.Shape);
        for (var axis = 0; axis < x.Rank; axis++)
        {
            (var before, var after) = (pads[axis], pads[axis + x.Rank]);
            if ((before, after) == (0, 0))
            {
                continue;
            }

            var size = ElementRules.RequireFixed(x, axis);
            var most = isReflected ? size - 1 : GraphLimits.LargestValue;
            if (before < 0 || before > most || after < 0 || after > most)
            {
                throw new InvalidDataException(
                    $"it pads axis {axis} of {x} by {before} and {after}, expected 0 to {most}"
                );
            }

            result = With(result, axis, size + before + after);
        }

        return result;
    }

    /// <summary>Returns whether an index is outside of an axis. ONNX Runtime checks computed indices when it runs.</summary>
    private static bool IsOutside(GraphValue indices, long size) =>
        indices.Integers()?.Any(index => index < -size || index >= size) == true;

    /// <summary>Returns whether a value has the shape of another one, except for the fixed size of an axis.</summary>
    private static bool DiffersOnlyIn(int axis, GraphValue value, GraphValue other) =>
        value.Rank == other.Rank
        && !value.Shape[axis].IsPerRow
        && With(value, axis, 1).Shape.SequenceEqual(With(other, axis, 1).Shape);

    private static GraphValue With(GraphValue value, int axis, long size)
    {
        GraphSize[] shape = [.. value.Shape];
        shape[axis] = new(size, false);
        return new(value.Type, shape);
    }

    private static int[] Given(int[]? axes) =>
        axes is { Length: > 0 } ? axes : throw new InvalidDataException("it names no axes");

    private static long[] EqualParts(long size, int count) => [.. Enumerable.Repeat(size / Math.Max(count, 1), count)];

    private static GraphSize[] SameSize(GraphValue x, GraphSize[] sizes) =>
        GraphSize.Product(sizes) == x.Size
            ? sizes
            : throw new InvalidDataException($"{x} cannot have the shape [{string.Join(", ", sizes)}]");

    /// <summary>
    /// Returns the target shape after replacing 0 by the size of the input's axis and computing the size of a -1.
    /// </summary>
    private static GraphSize[] Resolve(GraphValue x, long[] target)
    {
        RequireFewAxes(target.Length);
        var shape = new GraphSize[target.Length];
        var computed = -1;
        for (var axis = 0; axis < target.Length; axis++)
        {
            if (target[axis] == -1 && computed < 0)
            {
                computed = axis;
                shape[axis] = GraphSize.One;
            }
            else
            {
                shape[axis] = target[axis] == 0 && axis < x.Rank ? x.Shape[axis] : FixedSize(target[axis]);
            }
        }

        if (computed < 0)
        {
            return SameSize(x, shape);
        }

        var size = x.Size;
        var known = GraphSize.Product(shape);
        if (size.Count % known.Count != 0 || (known.IsPerRow && !size.IsPerRow))
        {
            throw new InvalidDataException($"{x} cannot have the shape [{string.Join(", ", target)}]");
        }

        shape[computed] = new(size.Count / known.Count, size.IsPerRow && !known.IsPerRow);
        return shape;
    }

    private static GraphSize FixedSize(long size) =>
        size is >= 1 and <= GraphLimits.LargestValue
            ? new(size, false)
            : throw new InvalidDataException($"a size is {size}, expected 1 to {GraphLimits.LargestValue}");

    private static void RequireFewAxes(int rank)
    {
        if (rank > GraphLimits.MostAxes)
        {
            throw new InvalidDataException($"its result has {rank} axes, expected at most {GraphLimits.MostAxes}");
        }
    }
}
