using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>A step of VaeMlNet, with the graphs that ONNX Runtime alone runs for comparison.</summary>
internal sealed record MeasuredStep
{
    /// <summary>Gets the name of the step, such as <c>VaeScore</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of ONNX Runtime alone on the same graphs, such as <c>raw</c>.</summary>
    public required string RawName { get; init; }

    /// <summary>Gets the graphs that the step runs one after the other.</summary>
    public required GraphFile[] Graphs { get; init; }

    /// <summary>Gets the columns to read. The first one gives the checksum.</summary>
    public required string[] Columns { get; init; }

    /// <summary>Gets a function that fits the transformer with a number of threads in each run.</summary>
    public required Func<int, ITransformer> Fit { get; init; }
}
