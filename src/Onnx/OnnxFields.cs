// The field numbers of onnx.proto (https://github.com/onnx/onnx/blob/v1.12.0/onnx/onnx.proto) that this project reads or
// writes, in one class for each message.
namespace VaeMlNet.Onnx;

internal static class ModelProto
{
    public const int IrVersion = 1;
    public const int ProducerName = 2;
    public const int ProducerVersion = 3;
    public const int Domain = 4;
    public const int ModelVersion = 5;
    public const int DocString = 6;
    public const int Graph = 7;
    public const int OpsetImport = 8;
    public const int MetadataProps = 14;
    public const int TrainingInfo = 20;
    public const int Functions = 25;
}

internal static class OperatorSetIdProto
{
    public const int Domain = 1;
    public const int Version = 2;
}

/// <summary>An entry of <see cref="ModelProto.MetadataProps"/> or <see cref="TensorProto.ExternalData"/>.</summary>
internal static class StringStringEntryProto
{
    public const int Key = 1;
    public const int Value = 2;
}

internal static class FunctionProto
{
    public const int Node = 7;
}

internal static class GraphProto
{
    public const int Node = 1;
    public const int Name = 2;
    public const int Initializer = 5;
    public const int DocString = 10;
    public const int Input = 11;
    public const int Output = 12;
    public const int SparseInitializer = 15;
}

internal static class NodeProto
{
    public const int Input = 1;
    public const int Output = 2;
    public const int Name = 3;
    public const int OpType = 4;
    public const int Attribute = 5;
    public const int DocString = 6;
    public const int Domain = 7;
}

internal static class AttributeProto
{
    public const int Name = 1;
    public const int Float = 2;
    public const int Int = 3;
    public const int String = 4;
    public const int Tensor = 5;
    public const int Graph = 6;
    public const int Floats = 7;
    public const int Ints = 8;
    public const int Strings = 9;
    public const int Tensors = 10;
    public const int Graphs = 11;
    public const int DocString = 13;
    public const int Type = 20;
    public const int SparseTensor = 22;
    public const int SparseTensors = 23;
}

/// <summary>The kinds of values in <see cref="AttributeProto.Type"/>.</summary>
internal enum AttributeType
{
    Undefined = 0,
    Float = 1,
    Int = 2,
    String = 3,
    Tensor = 4,
    Floats = 6,
    Ints = 7,
    Strings = 8,
}

internal static class TensorProto
{
    public const int Dims = 1;
    public const int DataType = 2;
    public const int FloatData = 4;
    public const int Int32Data = 5;
    public const int StringData = 6;
    public const int Int64Data = 7;
    public const int Name = 8;
    public const int RawData = 9;
    public const int UInt64Data = 11;
    public const int DocString = 12;
    public const int ExternalData = 13;
    public const int DataLocation = 14;

    /// <summary>The value of <see cref="DataLocation"/> for values in another file.</summary>
    public const int ExternalLocation = 1;
}

internal static class SparseTensorProto
{
    public const int Values = 1;
    public const int Indices = 2;
}

internal static class ValueInfoProto
{
    public const int Name = 1;
    public const int Type = 2;
}

internal static class TypeProto
{
    public const int TensorType = 1;
}

/// <summary>The message in <see cref="TypeProto.TensorType"/>.</summary>
internal static class TensorTypeProto
{
    public const int ElemType = 1;
    public const int Shape = 2;
}

internal static class TensorShapeProto
{
    public const int Dim = 1;
}

/// <summary>The message in <see cref="TensorShapeProto.Dim"/>.</summary>
internal static class DimensionProto
{
    public const int DimValue = 1;
    public const int DimParam = 2;
}
