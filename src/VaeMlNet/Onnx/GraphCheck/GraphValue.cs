using System.Buffers.Binary;

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
    public long[]? Integers()
    {
        if (Data is not { } data || Type != GraphType.Int64 || Rank > 1)
        {
            return null;
        }

        var numbers = new long[data.Length / sizeof(long)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(data.Span[(i * sizeof(long))..]);
        }

        return numbers;
    }

    /// <summary>Returns the numbers of a float32 initializer with at most one axis; null for every other value.</summary>
    public float[]? Floats()
    {
        if (Data is not { } data || Type != GraphType.Float32 || Rank > 1)
        {
            return null;
        }

        var numbers = new float[data.Length / sizeof(float)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(data.Span[(i * sizeof(float))..]);
        }

        return numbers;
    }

    public override string ToString() =>
        $"{OnnxTensorInfo.TypeName((Microsoft.ML.OnnxRuntime.Tensors.TensorElementType)Type)} [{string.Join(", ", Shape)}]";
}
