using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Computes checksums from about one value in each memory page, which takes little time compared with reading.</summary>
internal static class Checksum
{
    private const int Step = 1021;

    public static double Compute(ReadOnlySpan<float> values)
    {
        double sum = 1;
        for (var i = 0; i < values.Length; i += Step)
        {
            sum += Math.Abs(values[i]);
        }

        return sum;
    }

    public static double Compute(FeatureMatrix matrix) => Compute(matrix.Values);

    public static double Compute(Tensor tensor) => Compute(MemoryMarshal.Cast<byte, float>(tensor.bytes));
}
