using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>What ML.NET makes of an ONNX element type.</summary>
/// <param name="Onnx">The type in ONNX Runtime.</param>
/// <param name="Column">The type of an item of a column.</param>
/// <param name="Size">Bytes of one value; 0 for texts, which have none.</param>
internal readonly record struct ElementTypes(TensorElementType Onnx, PrimitiveDataViewType Column, int Size)
{
    private static readonly ElementTypes[] All =
    [
        new(TensorElementType.Float, NumberDataViewType.Single, sizeof(float)),
        new(TensorElementType.Double, NumberDataViewType.Double, sizeof(double)),
        new(TensorElementType.Int8, NumberDataViewType.SByte, sizeof(sbyte)),
        new(TensorElementType.UInt8, NumberDataViewType.Byte, sizeof(byte)),
        new(TensorElementType.Int16, NumberDataViewType.Int16, sizeof(short)),
        new(TensorElementType.UInt16, NumberDataViewType.UInt16, sizeof(ushort)),
        new(TensorElementType.Int32, NumberDataViewType.Int32, sizeof(int)),
        new(TensorElementType.UInt32, NumberDataViewType.UInt32, sizeof(uint)),
        new(TensorElementType.Int64, NumberDataViewType.Int64, sizeof(long)),
        new(TensorElementType.UInt64, NumberDataViewType.UInt64, sizeof(ulong)),
        new(TensorElementType.Bool, BooleanDataViewType.Instance, sizeof(bool)),
        new(TensorElementType.String, TextDataViewType.Instance, 0),
    ];

    /// <exception cref="KeyNotFoundException">ML.NET has no such columns.</exception>
    public static ElementTypes Of(TensorElementType type) =>
        Find(type) ?? throw new KeyNotFoundException($"ML.NET has no columns of ONNX type {type}.");

    /// <summary>Null when ML.NET has no such columns, as for float16.</summary>
    public static ElementTypes? Find(TensorElementType type) =>
        All.Where(t => t.Onnx == type).Select(t => (ElementTypes?)t).FirstOrDefault();
}
