namespace VaeMlNet;

/// <summary>The sizes that a graph of a model folder may have. docs/model-folder.md states them.</summary>
internal static class GraphLimits
{
    /// <summary>Largest number of nodes.</summary>
    public const int MostNodes = 100_000;

    /// <summary>Largest number of inputs, initializers and results of nodes together.</summary>
    public const int MostValues = 250_000;

    /// <summary>Largest number of axes of a value.</summary>
    public const int MostAxes = 8;

    /// <summary>Largest number of elements of one value for each row of a batch: 64 MiB of float32.</summary>
    public const long LargestValue = 1L << 24;

    /// <summary>Largest number of elements of all computed values together for each row.</summary>
    public const long LargestTotal = 1L << 28;

    /// <summary>Largest number of elements that are computed from constants alone, beside one for each byte of the file.</summary>
    public const long LargestComputedConstants = 1L << 24;

    /// <summary>Largest number of multiplications and additions of all nodes together for each row.</summary>
    public const long MostOperations = 1L << 40;
}
