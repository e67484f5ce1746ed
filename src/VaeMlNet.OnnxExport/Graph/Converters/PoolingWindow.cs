using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>The window of a pooling module, with a number for each spatial axis.</summary>
internal sealed record PoolingWindow(long[] Kernel, long[] Stride, long[] Padding, long[] Dilation, bool CeilMode)
{
    public static PoolingWindow Read(MaxPool1d module) =>
        Make([module.kernel_size], Axis(module.stride), Axis(module.padding), Axis(module.dilation), module.ceil_mode);

    public static PoolingWindow Read(MaxPool2d module) =>
        Make(module.kernel_size, module.stride, module.padding, module.dilation, module.ceil_mode);

    public static PoolingWindow Read(AvgPool1d module) =>
        Make([module.kernel_size], Axis(module.stride), Axis(module.padding), null, module.ceil_mode);

    public static PoolingWindow Read(AvgPool2d module) =>
        Make(module.kernel_size, module.stride, module.padding, null, module.ceil_mode);

    /// <summary>Returns the number of windows on an axis of a size.</summary>
    public long Count(OnnxGraphBuilder graph, OnnxValue input, int axis, long size)
    {
        var extent = WindowArithmetic.Extent(Kernel[axis], Dilation[axis]);
        var padded = size + (2 * Padding[axis]);
        var count = WindowArithmetic.Count(graph, input, padded, extent, Stride[axis]);
        var reached = ((count - 1) * Stride[axis]) + extent;
        var nextStart = count * Stride[axis];
        return CeilMode && reached < padded && nextStart < size + Padding[axis] ? count + 1 : count;
    }

    /// <summary>Returns how far the last window of each axis reaches beyond the padding; zeros without ceil_mode.</summary>
    /// <exception cref="OnnxExportException">The module has ceil_mode, and the size of the input is unknown.</exception>
    public long[] Overhang(OnnxGraphBuilder graph, OnnxValue input)
    {
        if (!CeilMode)
        {
            return new long[Kernel.Length];
        }

        var sizes = ImageInput.RequireSpatialSizes(graph, input, "pools with ceil_mode");
        return [.. sizes.Select((size, axis) => Overhang(size, axis, Count(graph, input, axis, size)))];
    }

    private long Overhang(long size, int axis, long count)
    {
        var reached = ((count - 1) * Stride[axis]) + WindowArithmetic.Extent(Kernel[axis], Dilation[axis]);
        return Math.Max(0, reached - size - (2 * Padding[axis]));
    }

    // Missing settings have TorchSharp's defaults. A single number applies to all axes.
    private static PoolingWindow Make(
        long[] kernel,
        long[]? stride,
        long[]? padding,
        long[]? dilation,
        bool ceilMode
    ) =>
        new(
            kernel,
            stride is null or [] ? kernel : ForAllAxes(stride, kernel.Length),
            padding is null or [] ? new long[kernel.Length] : ForAllAxes(padding, kernel.Length),
            dilation is null or [] ? ForAllAxes([1], kernel.Length) : ForAllAxes(dilation, kernel.Length),
            ceilMode
        );

    private static long[] ForAllAxes(long[] values, int axes) =>
        values.Length == 1 ? [.. Enumerable.Repeat(values[0], axes)] : values;

    private static long[]? Axis(long? value) => value is { } size ? [size] : null;
}

/// <summary>Computes the sizes of sliding windows: kernels and pooling regions.</summary>
internal static class WindowArithmetic
{
    /// <summary>Returns the distance from a window's first element to its last, including dilation.</summary>
    public static long Extent(long kernel, long dilation) => (dilation * (kernel - 1)) + 1;

    /// <summary>Returns the number of windows that fit into an axis.</summary>
    public static long Count(OnnxGraphBuilder graph, OnnxValue input, long paddedSize, long extent, long stride) =>
        paddedSize >= extent
            ? ((paddedSize - extent) / stride) + 1
            : throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' slides a window of {extent} elements over an axis of {paddedSize} "
                    + $"(padding included) of its input {input}. Use a smaller kernel or more padding."
            );
}
