namespace VaeMlNet.Benchmarks;

/// <summary>A lower bound of the time of any reader: reads the bytes of the file, and copies its numbers into new memory.</summary>
internal static class CopyBaseline
{
    /// <summary>Reads and copies, and returns the checksum.</summary>
    public static double ReadAndCopy(string path, ReadOnlySpan<float> ready)
    {
        var file = File.ReadAllBytes(path);
        var copy = GC.AllocateUninitializedArray<float>(ready.Length);
        ready.CopyTo(copy);
        GC.KeepAlive(file);
        return Checksum.Compute(copy);
    }
}
