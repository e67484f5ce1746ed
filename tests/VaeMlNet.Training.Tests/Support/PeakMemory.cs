namespace VaeMlNet.Tests;

/// <summary>The largest memory of this process so far, from Linux's /proc.</summary>
internal static class PeakMemory
{
    private const string StatusFile = "/proc/self/status";

    /// <summary>Ignores the test where the memory cannot be read.</summary>
    public static void IgnoreWithoutIt()
    {
        if (!File.Exists(StatusFile))
        {
            Assert.Ignore("The largest memory of a process is read from Linux's /proc.");
        }
    }

    public static long Bytes() =>
        File.ReadLines(StatusFile)
            .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(line => 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]))
            .Single();
}
