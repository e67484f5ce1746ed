using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>The element type and shape of a graph's value before it runs. For constants, also the numbers.</summary>
internal sealed record GraphValue(GraphType Type, GraphSize[] Shape)
{
    /// <summary>Gets the little-endian elements of an initializer; null for computed values and inputs.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>Gets whether the value is computed from initializers alone.</summary>
    public bool IsConstant { get; init; }

    /// <summary>Gets the sizes in a result of the operator Shape; null for other values.</summary>
    public GraphSize[]? Sizes { get; init; }

    public int Rank => Shape.Length;

    public GraphSize Size => GraphSize.Product(Shape);

    /// <summary>Returns the numbers of an int64 initializer with at most one axis; null for every other value.</summary>
    public long[]? Integers() => Numbers<long>(GraphType.Int64);

    /// <summary>Returns the numbers of a float32 initializer with at most one axis; null for every other value.</summary>
    public float[]? Floats() => Numbers<float>(GraphType.Float32);

    public override string ToString() =>
        $"{OnnxTensorInfo.TypeName((Microsoft.ML.OnnxRuntime.Tensors.TensorElementType)Type)} [{string.Join(", ", Shape)}]";

    private T[]? Numbers<T>(GraphType type)
        where T : struct =>
        Data is { } data && Type == type && Rank <= 1 ? MemoryMarshal.Cast<byte, T>(data.Span).ToArray() : null;
}
