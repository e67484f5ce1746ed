using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>A step of VaeMlNet, and what does the same without it.</summary>
internal sealed record MeasuredStep
{
    /// <summary>Its name as a contestant, such as <c>VaeScore</c>.</summary>
    public required string Name { get; init; }

    /// <summary>That of ONNX Runtime alone on the same graphs, such as <c>raw</c>.</summary>
    public required string RawName { get; init; }

    /// <summary>The graphs that it runs one after the other.</summary>
    public required ModelGraph[] Graphs { get; init; }

    /// <summary>The columns that are read, the one for the checksum first.</summary>
    public required string[] Columns { get; init; }

    /// <summary>The fitted transformer, with so many threads a run.</summary>
    public required Func<int, ITransformer> Fit { get; init; }
}
