namespace VaeMlNet;

/// <summary>Limits the sizes of a model folder's graphs. docs/model-folder.md lists the limits.</summary>
internal static class GraphLimits
{
    /// <summary>
    /// The largest number of nodes. ONNX Runtime's optimizations take time proportional to its square, for some operators a second for as many. A
    /// table of 600 columns has 330.
    /// </summary>
    public const int MostNodes = 4_000;

    /// <summary>The largest number of inputs, initializers and node results together.</summary>
    public const int MostValues = 20_000;

    /// <summary>The largest number of axes of a value.</summary>
    public const int MostAxes = 8;

    /// <summary>The largest number of elements of one value for each row of a batch: 64 MiB of float32.</summary>
    public const long LargestValue = 1L << 24;

    /// <summary>The largest number of elements of all computed values together, for each row.</summary>
    public const long LargestTotal = 1L << 28;

    /// <summary>
    /// The largest number of elements that are computed from constants alone. One more is allowed for each byte of the file.
    /// </summary>
    public const long LargestComputedConstants = 1L << 24;

    /// <summary>The largest number of multiplications and additions of all nodes together, for each row.</summary>
    public const long MostOperations = 1L << 40;
}
