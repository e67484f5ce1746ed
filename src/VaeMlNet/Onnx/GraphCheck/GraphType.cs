namespace VaeMlNet;

/// <summary>The element types that values of a model folder's graphs can have, with ONNX's numbers.</summary>
internal enum GraphType
{
    Float32 = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
    Float64 = 11,
    UInt32 = 12,
}
