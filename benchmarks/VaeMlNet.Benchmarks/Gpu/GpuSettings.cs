using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>The device, data and parts of the benchmark of GPUs.</summary>
internal sealed record GpuSettings
{
    private const string Cuda = "cuda:";

    /// <summary>Gets the device: <c>cpu</c>, or <c>cuda:</c> with the number of a GPU.</summary>
    public required string Device { get; init; }

    /// <summary>Gets the folder of MNIST's unpacked files.</summary>
    public required string Mnist { get; init; }

    /// <summary>Gets the number of measured rounds.</summary>
    public required int Rounds { get; init; }

    /// <summary>Gets the names of the parts to run; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Gets the largest number of rows of an epoch or a pass; null for the numbers of the benchmark.</summary>
    public int? RowCount { get; init; }

    /// <summary>Gets the folder for the model that is scored.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Gets the number of the CUDA device; null for the CPU.</summary>
    public int? GpuDeviceId => Index(Device);

    public IReadOnlyList<TrainingSection> Sections =>
        [
            .. TrainingSection
                .OfGpu.Where(section => Runs(section.Name))
                .Select(section => section.WithRows(RowCount) with { Device = Device }),
        ];

    /// <summary>Gets the command that repeats the run.</summary>
    public string Command =>
        string.Join(
            ' ',
            [
                "dotnet cake --target=Benchmark",
                $"--filter={GpuBenchmark.Name}",
                $"--device={Device}",
                string.Create(CultureInfo.InvariantCulture, $"--rounds={Rounds}"),
                .. Only.Count > 0 ? [$"--only={string.Join(',', Only)}"] : Array.Empty<string>(),
                .. RowCount is { } rows
                    ? [string.Create(CultureInfo.InvariantCulture, $"--rows={rows}")]
                    : Array.Empty<string>(),
            ]
        );

    /// <summary>Returns whether the text names a device.</summary>
    public static bool IsDevice(string name) => name == "cpu" || Index(name) is not null;

    public bool Runs(string part) => Only.Count == 0 || Only.Contains(part);

    private static int? Index(string name) =>
        name.StartsWith(Cuda, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(Cuda.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
}
