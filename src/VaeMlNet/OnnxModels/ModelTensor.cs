using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>An input or output of an ONNX model as ML.NET's ApplyOnnxModel makes a column of it.</summary>
internal sealed class ModelTensor
{
    /// <summary>Values of one row, few enough for an array of any of their types.</summary>
    private const int MostValues = 1 << 27;

    private readonly OnnxTensorInfo declared;
    private readonly int[] dimensions;
    private readonly bool isDeclaredOpen;

    /// <param name="role">"Input" or "output", for messages.</param>
    /// <param name="declared">The declaration in the graph.</param>
    /// <param name="shapes">Dimensions to use instead of the graph's open ones, by name.</param>
    /// <exception cref="NotSupportedException">It is no tensor with dimensions.</exception>
    /// <exception cref="InvalidOperationException">ML.NET has no columns of its element type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The given shape does not fit the declared one.</exception>
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
        // As ML.NET counts them: 0 is an open dimension.
        int[] own = [.. declaredDimensions.Select(d => (int)Math.Clamp(d ?? 0, 0, int.MaxValue))];
        isDeclaredOpen = own[0] == 0;
        dimensions = shapes.TryGetValue(declared.Name, out var given) ? Checked(given, own) : own;
        var size = RowShape.Aggregate(1.0, (product, d) => product * d);
        Width = size <= MostValues ? (int)size : throw ModelErrors.TooLarge(role, declared, MostValues);
    }

    public string Name => declared.Name;

    public ElementType Element { get; }

    /// <summary>Values of one row.</summary>
    public int Width { get; }

    public string Description => declared.Description;

    /// <summary>The size of one row is known: no dimension but the first is open.</summary>
    public bool IsOfKnownSize => Array.TrueForAll(dimensions[1..], d => d > 0);

    /// <summary>The first dimension is open, and a row counts 1 of it.</summary>
    public bool HasBatchAxis => isDeclaredOpen && dimensions[0] <= 1;

    /// <summary>The dimensions of one row, open ones counted as 1.</summary>
    public int[] RowShape => [.. dimensions.Select(d => Math.Max(d, 1))];

    /// <summary>The type of the column: an open first dimension counts as 1, another open one makes the size variable.</summary>
    public VectorDataViewType ColumnType => IsOfKnownSize ? new(Element.Column, RowShape) : new(Element.Column);

    /// <summary>The tensor as a batch holds it. Open dimensions of one row count as 1, as they do in ML.NET.</summary>
    public GraphTensor ToGraphTensor() =>
        new(Name, Width) { ElementType = Element.Onnx, RowShape = [.. RowShape.Select(d => (long)d)] };

    private int[] Checked(int[] given, int[] own)
    {
        var fits =
            given.Length == own.Length && given.Zip(own).All(p => p.First == p.Second || p.First <= 0 || p.Second == 0);
        return fits ? given : throw ModelErrors.ShapeDoesNotFit(Name, given, own);
    }
}
