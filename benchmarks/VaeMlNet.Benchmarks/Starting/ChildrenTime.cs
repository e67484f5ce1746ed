using System.Runtime.InteropServices;

namespace VaeMlNet.Benchmarks;

/// <summary>Reads the processor time of child processes that have ended. .NET reports it only for running ones.</summary>
internal static class ChildrenTime
{
    private const int Children = -1;

    /// <summary>Returns their user and kernel time on Linux, or NaN elsewhere.</summary>
    public static double Seconds()
    {
        // struct rusage: two times of two longs each, then fourteen longs
        var usage = new long[18];
        return OperatingSystem.IsLinux() && GetUsage(Children, usage) == 0
            ? usage[0] + usage[2] + (1e-6 * (usage[1] + usage[3]))
            : double.NaN;
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetUsage(int who, long[] usage);
}
