using System.Runtime.InteropServices;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Allocates arrays that start at a cache line, as VaeMlNet's own buffers do, so that raw ONNX Runtime has the same
/// advantage.
/// </summary>
internal static class AlignedArray
{
    private const int CacheLineBytes = 64;

    /// <summary>Allocates an array that the garbage collector does not move.</summary>
    /// <param name="length">The length of the used part.</param>
    /// <param name="start">The index at which the used part starts.</param>
    public static float[] Allocate(int length, out int start)
    {
        var array = GC.AllocateArray<float>(length + (CacheLineBytes / sizeof(float)), pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        start = (int)((CacheLineBytes - (address % CacheLineBytes)) % CacheLineBytes) / sizeof(float);
        return array;
    }
}
