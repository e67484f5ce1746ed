using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>The largest resident set of a running process and its mapped native libraries, as Linux reports them.</summary>
internal sealed record ProcessMemory
{
    private const string PeakLine = "VmHWM:";

    /// <summary>Gets the largest resident set in bytes; 0 if the system does not report it.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Gets the names of mapped files that contain "torch".</summary>
    public IReadOnlyList<string> TorchFiles { get; init; } = [];

    /// <summary>Reads the figures again. A process that has ended keeps its last figures.</summary>
    public ProcessMemory Update(int process)
    {
        try
        {
            return this with
            {
                PeakBytes = Math.Max(PeakBytes, Peak(process)),
                TorchFiles = [.. TorchFiles.Union(Torch(process))],
            };
        }
        catch (IOException)
        {
            return this;
        }
    }

    private static long Peak(int process) =>
        File.ReadLines($"/proc/{process}/status")
            .Where(line => line.StartsWith(PeakLine, StringComparison.Ordinal))
            .Select(line =>
                1024
                * long.Parse(
                    line[PeakLine.Length..].Replace("kB", "", StringComparison.Ordinal),
                    NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                    CultureInfo.InvariantCulture
                )
            )
            .FirstOrDefault();

    private static IEnumerable<string> Torch(int process) =>
        File.ReadLines($"/proc/{process}/maps")
            .Select(line => Path.GetFileName(line))
            .Where(name => name.Contains("torch", StringComparison.OrdinalIgnoreCase));
}
