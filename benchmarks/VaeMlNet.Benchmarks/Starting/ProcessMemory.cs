using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>What Linux tells of a running process: its largest resident set so far, and what native libraries it has mapped.</summary>
internal sealed record ProcessMemory
{
    private const string PeakLine = "VmHWM:";

    /// <summary>Bytes; 0 where the system does not tell.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Names of files that were mapped whose name says torch.</summary>
    public IReadOnlyList<string> TorchFiles { get; init; } = [];

    /// <summary>Looks again; a process that has ended tells nothing more.</summary>
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
