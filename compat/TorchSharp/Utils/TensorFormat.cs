using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>
/// TorchSharp's format of a tensor: element type, number of dimensions and dimensions as LEB128, then the elements.
/// </summary>
internal static class TensorFormat
{
    private const int ChunkLength = 1 << 20;

    public static void Encode(this BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    public static long Decode(this BinaryReader reader) => reader.Read7BitEncodedInt64();

    public static void Write(BinaryWriter writer, Tensor tensor)
    {
        using var onCpu = tensor.cpu();
        using var contiguous = onCpu.contiguous();
        writer.Encode((long)tensor.dtype);
        writer.Encode(tensor.Dimensions);
        foreach (var size in tensor.shape)
        {
            writer.Encode(size);
        }

        writer.Write(contiguous.bytes);
    }

    public static (ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = (ScalarType)reader.Decode();
        var shape = new long[reader.Decode()];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = reader.Decode();
        }

        return (type, shape);
    }

    public static void ReadElements(BinaryReader reader, Tensor tensor)
    {
        using var mode = no_grad();
        using var onCpu = tensor.cpu();
        using var contiguous = onCpu.contiguous();
        var bytes = contiguous.bytes;
        var done = 0;
        while (done < bytes.Length)
        {
            var count = reader.Read(bytes.Slice(done, Math.Min(ChunkLength, bytes.Length - done)));
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            done += count;
        }

        if (!tensor.is_contiguous() || tensor.device_type != DeviceType.CPU)
        {
            tensor.copy_(contiguous);
        }
    }

    public static void Skip(BinaryReader reader, ScalarType type, long[] shape)
    {
        var left = shape.Aggregate(1L, (product, size) => product * size) * type.ElementSize();
        while (left > 0)
        {
            var count = reader.ReadBytes((int)Math.Min(left, ChunkLength)).Length;
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            left -= count;
        }
    }
}
