using System.Diagnostics;

namespace VaeMlNet.Benchmarks;

/// <summary>Limits a process to the first cores of the machine, from its start, so that it counts only these.</summary>
internal static class CoreAffinity
{
    private const string Program = "taskset";

    /// <summary>Returns a start of the same program that may use only the first cores.</summary>
    public static ProcessStartInfo Limit(ProcessStartInfo start, int cores) =>
        new(Program, ["-c", FormattableString.Invariant($"0-{cores - 1}"), start.FileName, .. start.ArgumentList]);
}
