using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>The memory, handles, threads and files of the process between two cycles, after a full garbage collection.</summary>
/// <param name="Seconds">The seconds since the start.</param>
/// <param name="Cycles">The number of completed cycles.</param>
/// <param name="WorkingSetMiB">The resident memory.</param>
/// <param name="HeapMiB">The size of live managed objects.</param>
/// <param name="Handles">The open file descriptors, or handles on Windows.</param>
/// <param name="Threads">The number of threads of the process.</param>
/// <param name="Files">The files in the temporary and the home folder, and unexpected files next to the models.</param>
internal sealed record SoakSample(
    double Seconds,
    int Cycles,
    double WorkingSetMiB,
    double HeapMiB,
    int Handles,
    int Threads,
    int Files
)
{
    public const string Header = "seconds,cycles,working_set_mib,heap_mib,handles,threads,files";

    private const double MiB = 1 << 20;

    /// <summary>Collects all garbage and measures.</summary>
    public static SoakSample Take(TimeSpan elapsed, int cycles, int files)
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return new(
            elapsed.TotalSeconds,
            cycles,
            process.WorkingSet64 / MiB,
            GC.GetTotalMemory(forceFullCollection: true) / MiB,
            process.HandleCount,
            process.Threads.Count,
            files
        );
    }

    public string ToCsv() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Seconds:F1},{Cycles},{WorkingSetMiB:F2},{HeapMiB:F3},{Handles},{Threads},{Files}"
        );

    /// <summary>Reads a file that <see cref="ToCsv"/> wrote line by line. An incomplete last line is ignored.</summary>
    public static IReadOnlyList<SoakSample> ReadAll(string path) =>
        [
            .. File.ReadLines(path)
                .Skip(1)
                .Select(line => line.Split(','))
                .Where(cells => cells.Length == Header.Count(c => c == ',') + 1)
                .Select(cells => new SoakSample(
                    Number(cells[0]),
                    (int)Number(cells[1]),
                    Number(cells[2]),
                    Number(cells[3]),
                    (int)Number(cells[4]),
                    (int)Number(cells[5]),
                    (int)Number(cells[6])
                )),
        ];

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
