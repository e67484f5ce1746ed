using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>
/// Settings of the process that decide how fast libtorch over OpenBLAS runs. They must be in place before libtorch is
/// loaded, and native code reads the C environment, which Environment.SetEnvironmentVariable does not change.
/// </summary>
internal static class NativeSettings
{
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MmapThreshold = -3;
    private const int Mebibyte = 1 << 20;

    public static void Apply()
    {
        // An older core preset in the environment would keep OpenBLAS from using AVX-512.
        _ = unsetenv("OPENBLAS_CORETYPE");
        // Threads of OpenMP that spin while waiting take the cores from OpenBLAS' own threads.
        _ = setenv("OMP_WAIT_POLICY", "passive", 0);
        // Keep freed memory in the heap: temporaries of megabytes would otherwise fault in page by page each time.
        // Larger blocks are data sets; these go back to the system.
        _ = mallopt(MmapThreshold, 256 * Mebibyte);
        _ = mallopt(TrimThreshold, 1024 * Mebibyte);
        _ = mallopt(TopPad, 64 * Mebibyte);
    }

    [DllImport("libc")]
    private static extern int setenv(string name, string value, int overwrite);

    [DllImport("libc")]
    private static extern int unsetenv(string name);

    [DllImport("libc")]
    private static extern int mallopt(int parameter, int value);
}
