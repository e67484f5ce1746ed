using System.Diagnostics.CodeAnalysis;

namespace VaeMlNet.OnnxExport;

/// <summary>The element types of ONNX tensors, with the numbers of ONNX's <c>TensorProto.DataType</c>.</summary>
[SuppressMessage("Design", "CA1008:Enums should have zero value", Justification = "ONNX's 0 is 'undefined'.")]
[SuppressMessage("Naming", "CA1720:Identifiers should not contain type names", Justification = "These are types.")]
public enum OnnxElementType
{
    /// <summary>IEEE 754 single precision. Every exported module computes in it.</summary>
    Float32 = 1,

    /// <summary>8-bit unsigned integer, for quantized tensors.</summary>
    UInt8 = 2,

    /// <summary>8-bit signed integer, for quantized weights.</summary>
    Int8 = 3,

    /// <summary>32-bit signed integer.</summary>
    Int32 = 6,

    /// <summary>64-bit signed integer, for shapes, axes and indices.</summary>
    Int64 = 7,

    /// <summary>Boolean: one byte per element, 0 or 1.</summary>
    Bool = 9,

    /// <summary>IEEE 754 half precision, for stored weights.</summary>
    Float16 = 10,

    /// <summary>IEEE 754 double precision.</summary>
    Float64 = 11,

    /// <summary>32-bit unsigned integer. ML.NET's keys have this type.</summary>
    UInt32 = 12,
}
