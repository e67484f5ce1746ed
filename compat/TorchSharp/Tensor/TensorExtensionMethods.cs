using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

public static class TensorExtensionMethods
{
    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();

    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();

    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();

    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();

    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();

    public static int ElementSize(this ScalarType type) =>
        type switch
        {
            ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool or ScalarType.QInt8 or ScalarType.QUInt8 => 1,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            ScalarType.Int32 or ScalarType.Float32 or ScalarType.QInt32 => 4,
            ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
            ScalarType.ComplexFloat64 => 16,
            _ => throw new NotImplementedException(),
        };

    public static void Save(this Tensor tensor, BinaryWriter writer) => TensorFormat.Write(writer, tensor);

    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        (var type, var shape) = TensorFormat.ReadHeader(reader);
        if (!skip && type != tensor.dtype)
        {
            throw new ArgumentException(
                "Mismatched tensor data types while loading. Make sure that the model you are loading into is exactly the same as the origin."
            );
        }

        if (!skip && !shape.SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                "Mismatched tensor shape while loading. Make sure that the model you are loading into is exactly the same as the origin."
            );
        }

        if (skip)
        {
            TensorFormat.Skip(reader, type, shape);
        }
        else
        {
            TensorFormat.ReadElements(reader, tensor);
        }
    }

    /// <summary>Reads a tensor and returns it. With skip, moves the reader past the tensor and returns null.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        (var type, var shape) = TensorFormat.ReadHeader(reader);
        if (skip)
        {
            TensorFormat.Skip(reader, type, shape);
            return null;
        }

        var tensor = empty(shape, type);
        TensorFormat.ReadElements(reader, tensor);
        return tensor;
    }
}
