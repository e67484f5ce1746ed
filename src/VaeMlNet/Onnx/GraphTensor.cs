using System.Text.Json.Serialization;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>An input or output of a graph: rows of <paramref name="Width"/> values, by default float32 [N, Width].</summary>
internal sealed record GraphTensor(string Name, int Width)
{
    [JsonIgnore]
    public TensorElementType ElementType { get; init; } = TensorElementType.Float;

    /// <summary>Gets the dimensions of one row, including the batch axis with size 1; null for [1, Width].</summary>
    [JsonIgnore]
    public long[]? RowShape { get; init; }

    /// <summary>Returns the dimensions of a number of rows.</summary>
    public long[] Shape(int rowCount) =>
        RowShape is null ? [rowCount, Width] : [rowCount * RowShape[0], .. RowShape[1..]];
}
