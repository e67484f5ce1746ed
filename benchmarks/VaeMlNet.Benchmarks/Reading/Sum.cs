using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Computes checksums from about one value in each memory page, which takes little time compared with reading.</summary>
internal static class Sum
{
    private const int Step = 1021;

    public static double Of(ReadOnlySpan<float> values)
    {
        double sum = 1;
        for (var i = 0; i < values.Length; i += Step)
        {
            sum += Math.Abs(values[i]);
        }

        return sum;
    }

    public static double Of(FeatureMatrix matrix) => Of(matrix.Values);

    public static double Of(Tensor tensor) => Of(MemoryMarshal.Cast<byte, float>(tensor.bytes));
}
