namespace VaeMlNet.Benchmarks;

/// <summary>The duration of a soak and the folder that it writes to.</summary>
internal sealed record SoakSettings
{
    public required double Minutes { get; init; }

    /// <summary>The seed of the first cycle; each later cycle has the next one.</summary>
    public required int Seed { get; init; }

    /// <summary>Folder for the samples and the report.</summary>
    public required string OutputFolder { get; init; }

    public string SamplesFile => Path.Combine(OutputFolder, $"{SoakBenchmark.Name}.csv");

    /// <summary>Folder of the process that soaks: its temporary files, its home, and its models.</summary>
    public string WorkFolder => Path.Combine(OutputFolder, $"{SoakBenchmark.Name}-work");
}
