using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Learned numbers of a likelihood and their gradient, for manual backpropagation.</summary>
/// <param name="Values">The numbers, contiguous float32.</param>
/// <param name="Gradient">Receives the gradient, of the same shape.</param>
internal sealed record LearnedNumbers(Tensor Values, Tensor Gradient)
{
    /// <summary>Returns the memory of a contiguous float32 tensor.</summary>
    public static Span<float> Memory(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>Returns the sum of the products of two spans.</summary>
    public static double Dot(ReadOnlySpan<Vector<float>> a, ReadOnlySpan<Vector<float>> b)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < a.Length; i++)
        {
            sum = Vector.FusedMultiplyAdd(a[i], b[i], sum);
        }

        return Vector.Sum(sum);
    }
}
