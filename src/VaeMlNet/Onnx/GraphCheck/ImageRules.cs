namespace VaeMlNet;

/// <summary>The rules of operators on images: [rows, channels, sizes...] with one or two sizes.</summary>
internal static class ImageRules
{
    /// <summary>The largest kernel, stride, dilation, padding or scale of an axis.</summary>
    private const long LargestWindow = 1 << 20;

    public static GraphValue Conv(NodeCall call)
    {
        (var x, var weight, var group) = Weighted(call);
        var kernel = KernelOf(call, weight);
        var windows = WindowsOf(call, kernel.Length);
        var channels = ElementRules.RequireFixed(x, 1);
        var filters = weight.Shape[0].Count;
        if (channels % group != 0 || weight.Shape[1].Count != channels / group || filters % group != 0)
        {
            throw new InvalidDataException($"{weight} does not fit {x} in {group} groups");
        }

        RequireBias(call, filters);
        var result = Slid(x, filters, kernel, windows);
        return Counted(call, result, weight.Size.Count / filters);
    }

    public static GraphValue ConvTranspose(NodeCall call)
    {
        (var x, var weight, var group) = Weighted(call);
        var kernel = KernelOf(call, weight);
        var windows = WindowsOf(call, kernel.Length);
        var extra = call.OptionalIntegers("output_padding", kernel.Length, 0, LargestWindow) ?? new long[kernel.Length];
        var channels = ElementRules.RequireFixed(x, 1);
        if (weight.Shape[0].Count != channels || channels % group != 0)
        {
            throw new InvalidDataException($"{weight} does not fit {x} in {group} groups");
        }

        var filters = weight.Shape[1].Count * group;
        RequireBias(call, filters);
        var shape = new List<GraphSize> { x.Shape[0], new(filters, false) };
        for (var axis = 0; axis < kernel.Length; axis++)
        {
            if (extra[axis] >= windows.Strides[axis])
            {
                throw new InvalidDataException("output_padding is not below the stride");
            }

            var size =
                checked((x.Shape[axis + 2].Count - 1) * windows.Strides[axis])
                - windows.Before[axis]
                - windows.After[axis]
                + windows.Extent(kernel, axis)
                + extra[axis];
            shape.Add(RequireSize(size));
        }

        var result = new GraphValue(GraphType.Float32, [.. shape]);
        // ONNX Runtime writes every product to memory before it adds them up.
        _ = x.Size * GraphSize.Product(weight.Shape.AsSpan(1));
        return Counted(call, new(GraphType.Float32, x.Shape), weight.Size.Count / channels) with
        {
            Shape = result.Shape,
        };
    }

    public static GraphValue MaxPool(NodeCall call) => Pool(call);

    public static GraphValue AveragePool(NodeCall call)
    {
        call.Flag("count_include_pad");
        return Pool(call, isDilated: false);
    }

    public static GraphValue GlobalPool(NodeCall call)
    {
        var x = Image(call);
        return new(GraphType.Float32, [.. x.Shape.Select((size, axis) => axis < 2 ? size : GraphSize.One)]);
    }

    public static GraphValue DepthToSpace(NodeCall call)
    {
        var x = Image(call);
        var block = call.Integer("blocksize", 0, 1, LargestWindow);
        call.Text("mode", "DCR", "DCR", "CRD");
        var channels = ElementRules.RequireFixed(x, 1);
        return x.Rank == 4 && channels % (block * block) == 0
            ? new(
                GraphType.Float32,
                [
                    x.Shape[0],
                    new(channels / (block * block), false),
                    x.Shape[2] * new GraphSize(block, false),
                    x.Shape[3] * new GraphSize(block, false),
                ]
            )
            : throw new InvalidDataException($"blocks of {block} do not fit {x}");
    }

    public static GraphValue Resize(NodeCall call)
    {
        var x = Image(call);
        var mode = call.Text("mode", "nearest", "nearest", "linear", "cubic");
        var positions = call.Text(
            "coordinate_transformation_mode",
            "half_pixel",
            "half_pixel",
            "align_corners",
            "asymmetric"
        );
        if (mode == "nearest" != (positions == "asymmetric"))
        {
            throw new InvalidDataException($"it resizes by {mode} at {positions} positions");
        }

        if (mode == "nearest")
        {
            call.Text("nearest_mode", "", "floor");
        }

        if (call.OptionalInput(1, GraphType.Float32) is not null)
        {
            throw new InvalidDataException("it has a region of interest");
        }

        var scales =
            call.Input(2, GraphType.Float32).Floats() is { } given && given.Length == x.Rank && given is [1, 1, ..]
                ? given
                : throw new InvalidDataException(
                    $"input 2 is no initializer with a scale for each axis of {x}, the first two 1"
                );
        GraphSize[] shape = [.. x.Shape];
        for (var axis = 2; axis < shape.Length; axis++)
        {
            // ONNX Runtime computes the size in float32, which must represent it exactly.
            var size = MathF.Floor(shape[axis].Count * scales[axis]);
            shape[axis] = size is >= 1 and <= 1 << 24
                ? new((long)size, false)
                : throw new InvalidDataException($"a scale is {scales[axis]}, which gives no size of 1 to {1 << 24}");
        }

        return new(GraphType.Float32, shape);
    }

    /// <summary>Refuses a value whose channels or sizes depend on the number of rows.</summary>
    public static void RequireFixedSizes(GraphValue x)
    {
        for (var axis = 1; axis < x.Rank; axis++)
        {
            ElementRules.RequireFixed(x, axis);
        }
    }

    private static GraphValue Image(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        MatrixRules.RequireRank(x, 3, 4);
        RequireFixedSizes(x);
        return x;
    }

    private static (GraphValue X, GraphValue Weight, long Group) Weighted(NodeCall call)
    {
        var x = Image(call);
        var weight = call.Input(1, GraphType.Float32);
        var group = call.Integer("group", 1, 1, LargestWindow);
        return weight.Rank == x.Rank && weight.Shape.All(size => !size.IsPerRow)
            ? (x, weight, group)
            : throw new InvalidDataException($"{weight} are no weights for {x}");
    }

    private static long[] KernelOf(NodeCall call, GraphValue weight)
    {
        long[] kernel = [.. weight.Shape[2..].Select(size => size.Count)];
        var stated = call.OptionalIntegers("kernel_shape", kernel.Length, 1, LargestWindow) ?? kernel;
        return stated.SequenceEqual(kernel) && kernel.All(size => size <= LargestWindow)
            ? kernel
            : throw new InvalidDataException($"kernel_shape is not that of {weight}, or above {LargestWindow}");
    }

    private static void RequireBias(NodeCall call, long filters)
    {
        if (
            call.OptionalInput(2, GraphType.Float32) is { } bias
            && !bias.Shape.SequenceEqual([new GraphSize(filters, false)])
        )
        {
            throw new InvalidDataException($"{bias} is no bias for {filters} filters");
        }
    }

    private static GraphValue Pool(NodeCall call, bool isDilated = true)
    {
        var x = Image(call);
        var kernel =
            call.OptionalIntegers("kernel_shape", x.Rank - 2, 1, LargestWindow)
            ?? throw new InvalidDataException("it has no kernel_shape");
        var windows = WindowsOf(call, kernel.Length, isDilated);
        for (var axis = 0; axis < kernel.Length; axis++)
        {
            if (Math.Max(windows.Before[axis], windows.After[axis]) >= kernel[axis])
            {
                throw new InvalidDataException("it pads as much as its window is wide");
            }
        }

        var result = Slid(x, x.Shape[1].Count, kernel, windows);
        return Counted(call, result, GraphSize.Product([.. kernel.Select(size => new GraphSize(size, false))]).Count);
    }

    private static SlidingWindows WindowsOf(NodeCall call, int axes, bool isDilated = true)
    {
        long[] ones = [.. Enumerable.Repeat(1L, axes)];
        var pads = call.OptionalIntegers("pads", 2 * axes, 0, LargestWindow) ?? new long[2 * axes];
        return new(
            call.OptionalIntegers("strides", axes, 1, LargestWindow) ?? ones,
            (isDilated ? call.OptionalIntegers("dilations", axes, 1, LargestWindow) : null) ?? ones,
            pads[..axes],
            pads[axes..]
        );
    }

    private static GraphValue Slid(GraphValue x, long channels, long[] kernel, SlidingWindows windows)
    {
        var shape = new List<GraphSize> { x.Shape[0], new(channels, false) };
        for (var axis = 0; axis < kernel.Length; axis++)
        {
            var padded = x.Shape[axis + 2].Count + windows.Before[axis] + windows.After[axis];
            var room = padded - windows.Extent(kernel, axis);
            shape.Add(RequireSize(room < 0 ? 0 : (room / windows.Strides[axis]) + 1));
        }

        return new(GraphType.Float32, [.. shape]);
    }

    private static GraphSize RequireSize(long size) =>
        size is >= 1 and <= GraphLimits.LargestValue
            ? new(size, false)
            : throw new InvalidDataException($"its result has an axis of {size} elements");

    private static GraphValue Counted(NodeCall call, GraphValue result, long productsPerElement)
    {
        call.Operations = result.Size.Count * Math.Min(productsPerElement, GraphLimits.MostOperations >> 20);
        return result;
    }

    /// <summary>The windows that slide over the sizes of an image.</summary>
    private sealed record SlidingWindows(long[] Strides, long[] Dilations, long[] Before, long[] After)
    {
        public long Extent(long[] kernel, int axis) => ((kernel[axis] - 1) * Dilations[axis]) + 1;
    }
}
