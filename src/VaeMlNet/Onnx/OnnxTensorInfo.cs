using System.Globalization;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>A declared input or output of an ONNX graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">The ONNX element type: 1 is float32, and 0 means no tensor.</param>
/// <param name="Dimensions">The shape: null for a symbolic or unknown dimension. Null as a whole if no shape is declared.</param>
internal sealed record OnnxTensorInfo(string Name, int ElementType, IReadOnlyList<long?>? Dimensions)
{
    public const int Float32 = 1;

    /// <summary>
    /// Returns a value indicating whether the tensor is float32 [N, <paramref name="width"/>] with a symbolic batch axis.
    /// </summary>
    public bool IsBatchOf(int width) =>
        ElementType == Float32 && Dimensions is [null, long actualWidth] && actualWidth == width;

    /// <summary>
    /// Returns a value indicating whether the tensor is a batch of rows of another tensor, with a symbolic batch axis.
    /// </summary>
    public bool IsBatchOf(GraphTensor tensor) =>
        ElementType == (int)tensor.ElementType && Dimensions is [null, long actualWidth] && actualWidth == tensor.Width;

    /// <summary>Returns the declaration of a batch of rows of a tensor.</summary>
    public static OnnxTensorInfo DescribeBatch(GraphTensor tensor) =>
        new(tensor.Name, (int)tensor.ElementType, [null, tensor.Width]);

    /// <summary>Gets the type and the shape as text for messages, such as <c>float32 [N, 784]</c>.</summary>
    public string Description =>
        ElementTypeName(ElementType)
        + (Dimensions is null ? " without a shape" : $" [{string.Join(", ", Dimensions.Select(DimensionName))}]");

    /// <summary>Returns an element type as text for messages.</summary>
    public static string TypeName(TensorElementType type) => ElementTypeName((int)type);

    private static string DimensionName(long? size) => size?.ToString(CultureInfo.InvariantCulture) ?? "N";

    private static string ElementTypeName(int type) =>
        type switch
        {
            Float32 => "float32",
            2 => "uint8",
            3 => "int8",
            4 => "uint16",
            5 => "int16",
            6 => "int32",
            7 => "int64",
            8 => "string",
            9 => "bool",
            10 => "float16",
            11 => "float64",
            12 => "uint32",
            13 => "uint64",
            0 => "no tensor",
            _ => FormattableString.Invariant($"element type {type}"),
        };
}
