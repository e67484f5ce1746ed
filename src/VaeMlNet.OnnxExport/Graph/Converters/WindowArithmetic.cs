namespace VaeMlNet.OnnxExport;

/// <summary>Computes the sizes of sliding windows: kernels and pooling regions.</summary>
internal static class WindowArithmetic
{
    /// <summary>Returns the distance from a window's first element to its last, including dilation.</summary>
    public static long Extent(long kernel, long dilation) => (dilation * (kernel - 1)) + 1;

    /// <summary>Returns the number of windows that fit into an axis.</summary>
    /// <exception cref="OnnxExportException">No window fits.</exception>
    public static long Count(OnnxGraphBuilder graph, OnnxValue input, long paddedSize, long extent, long stride) =>
        paddedSize >= extent
            ? ((paddedSize - extent) / stride) + 1
            : throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' slides a window of {extent} elements over an axis of {paddedSize} "
                    + $"(padding included) of its input {input}. Use a smaller kernel or more padding."
            );
}
