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

/// <summary>Views of the columns of a matrix.</summary>
/// <remarks>They are those of <c>chunk</c> and <c>split</c>, which libtorch's lazy device, a device of the tests, does not have.</remarks>
internal static class TensorParts
{
    /// <summary>Returns the first and the second half of the columns: [N, 2 K] -> [N, K] each.</summary>
    public static (Tensor First, Tensor Second) Halves(this Tensor matrix)
    {
        var width = matrix.shape[1] / 2;
        return (matrix.narrow(1, 0, width), matrix.narrow(1, width, width));
    }

    /// <summary>Returns parts of the columns, one after the other: [N, sum of widths] -> [N, width] each.</summary>
    public static IEnumerable<Tensor> Parts(this Tensor matrix, IEnumerable<long> widths)
    {
        var first = 0L;
        foreach (var width in widths)
        {
            yield return matrix.narrow(1, first, width);
            first += width;
        }
    }
}
