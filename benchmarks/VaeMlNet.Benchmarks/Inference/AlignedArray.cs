using System.Runtime.InteropServices;

namespace VaeMlNet.Benchmarks;

/// <summary>Arrays whose used part starts at a cache line, as VaeMlNet's own buffers do: raw code gets the same advantage.</summary>
internal static class AlignedArray
{
    private const int CacheLineBytes = 64;

    /// <summary>An array that the collector never moves.</summary>
    /// <param name="length">Length of the used part.</param>
    /// <param name="start">Where the used part starts.</param>
    public static float[] Allocate(int length, out int start)
    {
        var array = GC.AllocateArray<float>(length + (CacheLineBytes / sizeof(float)), pinned: true);
        var address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        start = (int)((CacheLineBytes - (address % CacheLineBytes)) % CacheLineBytes) / sizeof(float);
        return array;
    }
}
