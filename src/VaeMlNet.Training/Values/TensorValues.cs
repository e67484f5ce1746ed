using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Copies tensors into arrays, and gives access to their memory.</summary>
internal static class TensorValues
{
    /// <summary>Copies the elements of a float32 tensor of any device and strides, row-major.</summary>
    public static float[] Floats(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        // Flattened first: TorchSharp 0.107.0 refuses to copy an empty tensor of several axes, and copies other tensors slowly.
        return tensor.detach().cpu().contiguous().flatten().data<float>().ToArray();
    }

    /// <summary>Copies the elements of an int64 tensor of any device and strides, row-major.</summary>
    public static long[] Integers(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().flatten().data<long>().ToArray();
    }

    /// <summary>Returns the memory of a contiguous float32 tensor on the CPU, without a copy.</summary>
    public static Span<float> Memory(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
