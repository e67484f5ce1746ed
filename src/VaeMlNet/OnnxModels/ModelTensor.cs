using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>An input or output of an ONNX model in the form of a column of ML.NET's ApplyOnnxModel.</summary>
internal sealed class ModelTensor
{
    /// <summary>The largest number of values of one row. It fits into an array of any of their types.</summary>
    private const int MostValues = 1 << 27;

    private readonly OnnxTensorInfo declared;
    private readonly int[] dimensions;
    private readonly bool isDeclaredOpen;

    /// <param name="role">"Input" or "output", for messages.</param>
    /// <param name="declared">The declaration in the graph.</param>
    /// <param name="shapes">Sizes that replace the graph's open dimensions, by name.</param>
    /// <exception cref="NotSupportedException">It is not a tensor with dimensions.</exception>
    /// <exception cref="InvalidOperationException">ML.NET has no column type for its element type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The given shape does not fit the declared shape.</exception>
    public ModelTensor(string role, OnnxTensorInfo declared, IReadOnlyDictionary<string, int[]> shapes)
    {
        this.declared = declared;
        if (declared.ElementType == 0 || declared.Dimensions is not { Count: > 0 } declaredDimensions)
        {
            throw ModelErrors.NoVector(role, declared);
        }

        Element =
            VaeMlNet.ElementType.Find((TensorElementType)declared.ElementType)
            ?? throw ModelErrors.NoColumnType(role, declared);
        // ML.NET represents an open dimension as 0.
        int[] own = [.. declaredDimensions.Select(d => (int)Math.Clamp(d ?? 0, 0, int.MaxValue))];
        isDeclaredOpen = own[0] == 0;
        dimensions = shapes.TryGetValue(declared.Name, out var given) ? Checked(given, own) : own;
        var size = RowShape.Aggregate(1.0, (product, d) => product * d);
        Width = size <= MostValues ? (int)size : throw ModelErrors.TooLarge(role, declared, MostValues);
    }

    public string Name => declared.Name;

    public ElementType Element { get; }

    /// <summary>Gets the number of values of one row.</summary>
    public int Width { get; }

    public string Description => declared.Description;

    /// <summary>Gets a value indicating whether the size of one row is known: only the first dimension may be open.</summary>
    public bool IsOfKnownSize => Array.TrueForAll(dimensions[1..], d => d > 0);

    /// <summary>Gets a value indicating whether the first dimension is open, so that it can be the batch axis.</summary>
    public bool HasBatchAxis => isDeclaredOpen && dimensions[0] <= 1;

    /// <summary>Gets the dimensions of one row. Open dimensions count as 1.</summary>
    public int[] RowShape => [.. dimensions.Select(d => Math.Max(d, 1))];

    /// <summary>
    /// Gets the type of the column. An open first dimension counts as 1. Another open dimension makes the size variable.
    /// </summary>
    public VectorDataViewType ColumnType => IsOfKnownSize ? new(Element.Column, RowShape) : new(Element.Column);

    /// <summary>Returns the tensor as a batch stores it. Open dimensions of one row count as 1, as in ML.NET.</summary>
    public GraphTensor ToGraphTensor() =>
        new(Name, Width) { ElementType = Element.Onnx, RowShape = [.. RowShape.Select(d => (long)d)] };

    private int[] Checked(int[] given, int[] own)
    {
        var fits =
            given.Length == own.Length && given.Zip(own).All(p => p.First == p.Second || p.First <= 0 || p.Second == 0);
        return fits ? given : throw ModelErrors.ShapeDoesNotFit(Name, given, own);
    }
}
