using System.Text.Json.Serialization;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>An input or output of a graph: rows of <paramref name="Width"/> values, float32 [N, Width] unless it says otherwise.</summary>
/// <param name="Name">Its name in the graph.</param>
/// <param name="Width">Values of one row.</param>
internal sealed record GraphTensor(string Name, int Width)
{
    [JsonIgnore]
    public TensorElementType ElementType { get; init; } = TensorElementType.Float;

    /// <summary>The dimensions of one row, the batch axis with size 1 included; null for [1, Width].</summary>
    [JsonIgnore]
    public long[]? RowShape { get; init; }

    /// <summary>The dimensions of a number of rows.</summary>
    public long[] Shape(int rowCount) =>
        RowShape is null ? [rowCount, Width] : [rowCount * RowShape[0], .. RowShape[1..]];
}
