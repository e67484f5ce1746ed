using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An input or output of a graph as ML.NET sees it.</summary>
internal sealed class OnnxVariable
{
    private OnnxVariable(string name, int[] shape, DataViewType type)
    {
        Name = name;
        Shape = shape;
        Type = type;
    }

    public string Name { get; }

    /// <summary>Gets the tensor's dimensions for one row. Unknown dimensions are 1.</summary>
    public int[] Shape { get; }

    /// <summary>
    /// Gets the column's type, or null if the variable is not a tensor. An unknown first dimension becomes 1; other
    /// unknown dimensions make the vector's size variable. A tensor without dimensions is a scalar.
    /// </summary>
    public DataViewType Type { get; }

    public PrimitiveDataViewType ItemType => (Type as VectorDataViewType)?.ItemType ?? (PrimitiveDataViewType)Type;

    /// <param name="name">Its name.</param>
    /// <param name="metadata">The metadata of the runtime.</param>
    /// <param name="shapes">Shapes that replace the model's, by name.</param>
    /// <param name="declared">The dimensions in the file, from which the type is made; null for the runtime's.</param>
    public static OnnxVariable Create(
        string name,
        NodeMetadata metadata,
        IDictionary<string, int[]> shapes,
        int[] declared
    )
    {
        if (!metadata.IsTensor)
        {
            return new OnnxVariable(name, [1], type: null);
        }

        var itemType = ItemTypeOf(metadata.ElementType);
        if (shapes != null && shapes.TryGetValue(name, out var shape))
        {
            CheckCompatible(shape, metadata.Dimensions, nameof(shapes));
            return new OnnxVariable(name, RowShape(shape), ReplacedType(itemType, metadata.Dimensions, shape));
        }

        return new OnnxVariable(
            name,
            RowShape(metadata.Dimensions),
            DeclaredType(itemType, declared ?? metadata.Dimensions)
        );
    }

    private static int[] RowShape(int[] dimensions) => dimensions.Select(size => size <= 0 ? 1 : size).ToArray();

    private static DataViewType DeclaredType(PrimitiveDataViewType itemType, int[] dimensions)
    {
        if (dimensions.Length == 0)
        {
            return itemType;
        }

        var known = dimensions.Select((size, i) => i == 0 && size <= 0 ? 1 : size).ToArray();
        return VectorType(itemType, known);
    }

    private static DataViewType ReplacedType(PrimitiveDataViewType itemType, int[] dimensions, int[] shape) =>
        dimensions.Length == 0 ? itemType : VectorType(itemType, shape);

    private static VectorDataViewType VectorType(PrimitiveDataViewType itemType, int[] dimensions) =>
        Array.TrueForAll(dimensions, size => size > 0)
            ? new VectorDataViewType(itemType, dimensions)
            : new VectorDataViewType(itemType);

    private static void CheckCompatible(int[] given, int[] declared, string parameterName)
    {
        var compatible =
            given.Length == declared.Length
            && given.Zip(declared).All(pair => pair.First == pair.Second || pair.First <= 0 || pair.Second <= 0);
        if (!compatible)
        {
            throw new ArgumentOutOfRangeException(
                parameterName,
                given,
                $"The specified shape {string.Join(",", given)} is not compatible with the shape "
                    + $"{string.Join(",", declared)} loaded from the ONNX model file. Only unknown dimension can replace or be replaced by another dimension."
            );
        }
    }

    private static PrimitiveDataViewType ItemTypeOf(Type type) =>
        PrimitiveTypes.FromType(type) ?? throw new InvalidOperationException($"Unsupported ONNX scalar type: {type}");
}
