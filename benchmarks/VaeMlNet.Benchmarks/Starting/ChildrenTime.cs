using System.Runtime.InteropServices;

namespace VaeMlNet.Benchmarks;

/// <summary>The processor time of processes that this one has started and that have ended; .NET tells it of running ones only.</summary>
internal static class ChildrenTime
{
    private const int Children = -1;

    /// <summary>User and kernel time of all of them, on Linux; elsewhere not a number.</summary>
    public static double Seconds()
    {
        // struct rusage: two times of two longs each, then fourteen longs.
        var usage = new long[18];
        return OperatingSystem.IsLinux() && GetUsage(Children, usage) == 0
            ? usage[0] + usage[2] + (1e-6 * (usage[1] + usage[3]))
            : double.NaN;
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetUsage(int who, long[] usage);
}
